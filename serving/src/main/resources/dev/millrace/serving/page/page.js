"use strict";
(() => {
  const $ = id => document.getElementById(id);
  const STALE_MILLIS = 4000;
  const MOST_MARKS = 400;

  /** What can be drawn, by task: key in the samples, name, the baselines that mean something beside it. */
  const METRICS = {
    classification: [
      {key: "pr_auc", name: "PR-AUC", baselines: ["base-rate"]},
      {key: "accuracy", name: "Accuracy", baselines: ["no-change", "majority"]},
      {key: "kappa", name: "Kappa", baselines: []},
      {key: "kappa_t", name: "Kappa-T", baselines: []},
      {key: "recall_at_5_percent", name: "Recall at 5 %", baselines: []},
      {key: "log_loss", name: "Log-loss", baselines: []},
    ],
    regression: [
      {key: "rmse", name: "RMSE", baselines: ["no-change", "mean"]},
      {key: "mae", name: "MAE", baselines: ["no-change", "mean"]},
      {key: "r2", name: "R²", baselines: []},
    ],
    clustering: [
      {key: "silhouette", name: "Silhouette", baselines: []},
      {key: "mean_square", name: "Squared distance", baselines: []},
      {key: "outside", name: "In no cluster", baselines: []},
      {key: "adjusted_rand", name: "Adjusted Rand", baselines: []},
    ],
    bandit: [
      {key: "snips", name: "Reward (SNIPS)", baselines: ["logged"]},
      {key: "ips", name: "Reward (IPS)", baselines: ["logged"]},
      {key: "doubly_robust", name: "Doubly robust", baselines: ["logged"]},
      {key: "effective_share", name: "Effective share", baselines: []},
      {key: "mae", name: "MAE of rewards", baselines: []},
    ],
  };
  const BASELINE_NAMES = {"no-change": "repeating the last label", majority: "always the most frequent", "base-rate": "knowing nothing (base rate)", mean: "always the mean", logged: "what was logged"};

  const DECIDED = ["label", "action", "propensity"]; // no part of a question

  let model = null;          // as GET /v1/models/{m} says
  let feed = null;
  let lastAt = 0;            // when the last sample came, by this clock
  let last = null;           // the last sample
  let metric = null;
  let samples = [];          // bounded; what the charts are made of
  const marks = [];
  let scorePlot = null;
  let ratePlot = null;
  let sides = [];            // learners side by side, by name
  let kind = "question";
  let framePending = false;

  const get = async path => {
    const response = await fetch(path);
    if (!response.ok) throw new Error((await response.json()).detail);
    return response.json();
  };
  const make = (tag, attributes = {}, ...children) => {
    const element = document.createElement(tag);
    for (const [name, value] of Object.entries(attributes)) {
      if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
      else if (value === true) element.setAttribute(name, "");
      else if (value != null && value !== false) element.setAttribute(name, value);
    }
    element.append(...children.filter(child => child != null));
    return element;
  };

  // ---- words for numbers ----
  const whole = n => n == null ? "–" : Math.round(n).toLocaleString("en");
  const fixed = (n, digits) => n == null ? "–" : n.toFixed(digits);
  const percent = n => n == null ? "–" : (n * 100).toFixed(1) + " %";
  const bytes = n => n == null ? "–" : n < 1024 ? n + " B" : n < 1048576 ? (n / 1024).toFixed(1) + " KiB" : (n / 1048576).toFixed(1) + " MiB";
  const millis = n => n == null ? "–" : n < 10 ? n.toFixed(2) : n.toFixed(0);
  const span = seconds => seconds < 90 ? Math.round(seconds) + " s" : seconds < 5400 ? Math.round(seconds / 60) + " min" : seconds < 172800 ? Math.round(seconds / 3600) + " h" : Math.round(seconds / 86400) + " days";
  const clock = iso => iso ? iso.slice(0, 10) + " " + iso.slice(11, 19) : "–";

  // ---- the feed ----
  async function open(name) {
    if (feed) feed.close();
    samples = [];
    sides = [];
    marks.length = 0;
    last = null;
    lastAt = performance.now();
    model = await get("/v1/models/" + encodeURIComponent(name));
    drawPartitions();
    buildForm();
    buildTiles();
    const task = model.label?.task ?? "classification";
    chooseMetrics(METRICS[task] ? task : "classification"); // scores of anomalies rank two classes
    loadVersions();
    feed = new EventSource("/v1/models/" + encodeURIComponent(name) + "/live");
    feed.onmessage = message => take(JSON.parse(message.data));
    feed.onerror = () => { if (feed.readyState === EventSource.CLOSED) setTimeout(() => open(name).catch(showStale), 3000); };
  }

  function take(sample) {
    lastAt = performance.now();
    if (last && answering(last) !== answering(sample)) mark(sample.at_ms / 1000, "promotion");
    last = sample;
    const names = (sample.learners ?? []).map(each => each.learner);
    if (names.join() !== sides.join()) {
      sides = names;
      buildCharts();
    }
    const time = sample.at_ms / 1000;
    if (samples.length && time <= samples[samples.length - 1].at_ms / 1000) return;
    samples.push(sample);
    if (samples.length > 900) samples.shift();
    if (sample.new_version) { mark(time, "version"); loadVersionsSoon(); }
    if (sample.new_drift) mark(time, "drift");
    if (!framePending) {
      framePending = true;
      requestAnimationFrame(() => { framePending = false; draw(); });
    }
    if (!model.schema && sample.ready) get("/v1/models/" + encodeURIComponent(model.name)).then(m => { model = m; drawPartitions(); buildForm(); });
  }

  const answering = sample => (sample.learners ?? []).map(each => each.answers_in_partitions).join();

  function mark(time, what) {
    marks.push({time, kind: what});
    if (marks.length > MOST_MARKS) marks.shift();
  }

  function draw() {
    drawHeader();
    drawTiles();
    drawCharts();
  }

  // ---- header ----
  /** A version by its number, or an alias or tag. */
  const named = base => /^[0-9]+$/.test(base) ? "v" + base : base;

  /** Whose model answers, where a pipeline has several partitions. */
  function drawPartitions() {
    const joint = model.serve === "merged" || model.serve === "vote";
    const count = model.partitions;
    $("partitions-fact").hidden = !(count > 1);
    $("partitions").textContent = !joint ? "key, of " + count + " partitions"
      : model.serve === "vote" ? "vote of " + count + " partitions"
      : count + " partitions merged" + (model.base ? " from " + named(model.base) : "");
    $("partitions").title = !joint ? "The partition of a question's key answers"
      : model.serve === "vote" ? "The models of all partitions answer, each counted by how right it has been lately"
      : "One model made of those of all partitions" + (model.base ? ", averages taken from version " + model.base : "");
  }

  function drawHeader() {
    $("version").textContent = last.version ? "v" + whole(last.version) : "none yet";
    $("knowledge").textContent = last.event_time_seen ? clock(last.event_time_seen) : "–";
    $("knowledge").title = last.event_time_seen ? "Largest event time learned (UTC)" : "";
    const state = $("state");
    state.textContent = last.ready ? (last.mode === "live" ? "live" : "replica") : "not ready";
    state.dataset.state = last.ready ? "ready" : "down";
  }

  function showStale() {
    const silent = (performance.now() - lastAt) / 1000;
    const stale = silent * 1000 > STALE_MILLIS;
    $("stale").hidden = !stale;
    if (stale) {
      $("stale").textContent = "No news from the server for " + span(silent) + ". What you see is as of then; trying to reconnect.";
      $("state").textContent = "no connection";
      $("state").dataset.state = "down";
    }
  }

  // ---- tiles ----
  const TILES = [
    {id: "events", name: "Events", value: s => whole(s.events ?? 0), hint: s => s.labels_waiting ? whole(s.labels_waiting) + " await labels" : whole(s.events_learned ?? 0) + " learned"},
    {id: "rate", name: "Events per second", value: s => whole(s.events_per_second), hint: s => s.journal ? (s.journal.lag ? whole(s.journal.lag) + " behind" : "up to date") : "from the source"},
    {id: "score", name: "", value: s => scoreText(s.rolling?.[metric.key]), hint: s => scoreText(s.total?.[metric.key]) + " over all"},
    {id: "recall", name: "Recall at 5 % alerts", task: "classification", value: s => percent(s.rolling?.recall_at_5_percent), hint: s => percent(s.total?.recall_at_5_percent) + " over all"},
    {id: "kappa", name: "Kappa-T", task: "classification", tone: s => s.rolling?.kappa_t == null ? "" : s.rolling.kappa_t < 0 ? "bad" : "", value: s => fixed(s.rolling?.kappa_t, 3), hint: () => "against the last label"},
    {id: "drift", name: "Drift", value: s => s.drift ? whole(s.drift.alarms) : "–", unit: s => s.drift?.alarms === 1 ? "alarm" : "alarms", hint: s => s.drift?.last ? "last at " + clock(s.drift.last) : s.drift?.alarms ? "marked in the chart" : "none so far"},
    {id: "latency", name: "Prediction p50 / p99", value: s => s.predict.p50_ms == null ? "–" : millis(s.predict.p50_ms) + " / " + millis(s.predict.p99_ms), unit: s => s.predict.p50_ms == null ? "" : "ms", hint: s => whole(s.predict.requests) + " asked"},
    {id: "checkpoint", name: "Last checkpoint", value: s => s.checkpoint?.millis == null ? "–" : whole(s.checkpoint.millis), unit: s => s.checkpoint?.millis == null ? "" : "ms", hint: s => s.checkpoint ? (s.checkpoint.failed ? s.checkpoint.failed + " abandoned" : bytes(s.checkpoint.bytes) + " added") : "made elsewhere"},
  ];
  const scoreText = value => value == null ? "–" : metric.key === "accuracy" || metric.key.startsWith("recall") ? percent(value) : fixed(value, 3);

  function buildTiles() {
    const task = model.label?.task ?? "classification";
    $("tiles").replaceChildren(...TILES.filter(tile => !tile.task || tile.task === task).map(tile =>
      make("div", {class: "tile", "data-tile": tile.id},
        make("div", {class: "name"}, tile.name), make("div", {class: "value"}, "–"), make("div", {class: "hint"}, " "))));
  }

  function drawTiles() {
    for (const tile of TILES) {
      const element = document.querySelector(`[data-tile=${tile.id}]`);
      if (!element) continue;
      const [name, value, hint] = element.children;
      name.textContent = tile.id === "score" ? metric.name + ", rolling" : tile.name;
      const unit = tile.unit?.(last);
      value.replaceChildren(tile.value(last), unit ? " " : "", unit ? make("small", {}, unit) : "");
      hint.textContent = tile.hint(last);
      element.dataset.tone = tile.tone?.(last) ?? "";
    }
  }

  // ---- charts ----
  function chooseMetrics(task) {
    const wanted = METRICS[task];
    const buttons = wanted.map(each => make("button", {type: "button", "aria-pressed": "false", onclick: () => choose(each)}, each.name));
    $("metrics").replaceChildren(...buttons);
    const choose = chosen => {
      metric = chosen;
      buttons.forEach((button, i) => button.setAttribute("aria-pressed", String(wanted[i] === chosen)));
      buildCharts();
      if (last) draw();
    };
    const positive = model.label?.positive || (model.label?.classes?.length === 2);
    choose(task === "classification" && !positive ? wanted[1] : wanted[0]);
  }

  function buildCharts() {
    if (scorePlot) Charts.drop(scorePlot);
    if (ratePlot) Charts.drop(ratePlot);
    const series = [Charts.line("--model", {width: 2.25})];
    metric.baselines.forEach((name, i) => series.push(Charts.line(i ? "--base-2" : "--base-1", {width: 1.5, dash: i ? [3, 4] : [7, 4]})));
    sides.forEach((name, i) => series.push(Charts.line(sideColor(i), {width: 1.25})));
    scorePlot = Charts.scoreChart($("score"), series, marks, drawLegend);
    ratePlot = Charts.rateChart($("rate"));
  }

  const sideColor = i => "--side-" + (1 + i % 4);

  const baseline = (sample, name) => sample.rolling_baselines?.[name]?.[metric.key] ?? (model.label?.task === "regression" ? sample.total_baselines?.[name]?.[metric.key] : null);

  function drawCharts() {
    const scores = new Charts.Table(1 + metric.baselines.length + sides.length);
    const rates = new Charts.Table(1);
    for (const sample of samples) {
      const time = sample.at_ms / 1000;
      scores.push(time, [sample.rolling?.[metric.key], ...metric.baselines.map(name => baseline(sample, name)),
        ...sides.map((name, i) => sample.learners?.[i]?.rolling?.[metric.key])]);
      rates.push(time, [sample.events_per_second]);
    }
    scorePlot.setData(scores.columns);
    ratePlot.setData(rates.columns);
    drawLegend(scorePlot.cursor.idx);
  }

  function drawLegend(index) {
    if (!last) return;
    const at = index != null && samples[index] ? samples[index] : last;
    const item = (color, swatch, name, value) => {
      const icon = make("span", {class: "swatch " + swatch});
      icon.style.color = `var(${color})`;
      return make("li", {}, icon, name + " ", value == null ? null : make("b", {}, value));
    };
    $("legend").replaceChildren(
      item("--model", "", "the model", scoreText(at.rolling?.[metric.key])),
      ...metric.baselines.map((name, i) => item(i ? "--base-2" : "--base-1", "dash", BASELINE_NAMES[name], scoreText(baseline(at, name)))),
      ...sides.map((name, i) => item(sideColor(i), "", sideName(at.learners?.[i]), scoreText(at.learners?.[i]?.rolling?.[metric.key]))),
      ...(marks.some(each => each.kind === "promotion") ? [item("--side-1", "tick", "another one answers")] : []),
      item("--mark", "tick", "version"),
      item("--drift", "tick", "drift"));
  }

  const sideName = learner => {
    if (!learner) return "";
    const all = last.learners.reduce((sum, each) => sum + each.answers_in_partitions, 0);
    const here = learner.answers_in_partitions;
    return learner.learner + (here === 0 ? "" : here === all ? " (answers)" : ` (answers in ${here} of ${all} partitions)`);
  };

  // ---- versions ----
  let versionsDue = false;
  function loadVersionsSoon() {
    if (versionsDue) return;
    versionsDue = true;
    setTimeout(() => { versionsDue = false; loadVersions(); }, 900);
  }

  async function loadVersions() {
    let page;
    try {
      page = await get("/v1/models/" + encodeURIComponent(model.name) + "/versions?limit=30");
    } catch (e) {
      return; // the banner says that the server does not answer
    }
    $("no-versions").hidden = page.versions.length > 0;
    $("versions-note").textContent = page.versions.length ? "newest first" : "";
    $("versions").replaceChildren(...page.versions.map(version => make("tr", {},
      make("td", {}, "v" + whole(version.version)),
      make("td", {title: version.created_at}, clock(version.created_at)),
      make("td", {class: "n"}, whole(version.events)),
      make("td", {class: "n"}, bytes(version.bytes_added)),
      make("td", {}, ...version.aliases.map(alias => make("span", {class: "chip"}, alias))))));
  }

  // ---- the form ----
  const EXAMPLES = {number: "420", integer: "3", text: "", boolean: "", time: ""};

  function buildForm() {
    const schema = model.schema ?? [];
    const fields = schema.map(field => {
      const role = field.name === model.key ? "key" : field.name === model.time ? "time" : field.name === model.label?.field ? "label"
        : field.name === model.label?.action ? "action" : field.name === model.label?.propensity ? "propensity" : "";
      const named = role === (model.label?.task === "bandit" ? "action" : "label");
      const id = "field-" + field.name;
      let input;
      if (field.type === "boolean" || (named && model.label.closed)) {
        const options = field.type === "boolean" ? ["true", "false"] : model.label.classes;
        input = make("select", {id, name: field.name}, make("option", {value: ""}, "–"), ...options.map(o => make("option", {value: o}, o)));
      } else {
        const numeric = field.type === "number" || field.type === "integer";
        input = make("input", {id, name: field.name, type: "text", inputmode: numeric ? "decimal" : null, autocomplete: "off", spellcheck: "false",
          placeholder: field.type === "time" ? (role === "time" ? "latest" : "time") : numeric ? "" : field.type});
        // What a bandit is to decide, and what it earns, is not known yet.
        if (numeric && !(model.label?.task === "bandit" && DECIDED.includes(role))) input.value = EXAMPLES[field.type];
        if (role === "key") input.value = field.type === "integer" ? "17" : field.name[0] + "-17";
      }
      input.dataset.type = field.type;
      input.dataset.role = role;
      input.addEventListener("input", () => { input.removeAttribute("aria-invalid"); drawCurl(); });
      return make("label", {class: "field", "data-role": role}, make("span", {}, field.name, " ", make("em", {}, role || field.type)), input);
    });
    $("fields").replaceChildren(...fields);
    $("kinds").hidden = !model.takes_events;
    if (!model.takes_events) kind = "question";
    setKind(kind);
  }

  function setKind(chosen) {
    kind = chosen;
    for (const button of $("kinds").children) button.setAttribute("aria-pressed", String(button.dataset.kind === kind));
    $("kind-note").textContent = kind === "question"
      ? "A question changes and stores nothing."
      : "An event is journaled and learned; the answer is what the stream predicted for it.";
    $("send").textContent = kind === "question" ? "Ask" : "Send";
    for (const field of $("fields").children) field.hidden = kind === "question" && DECIDED.includes(field.dataset.role);
    drawCurl();
  }

  /** What the form says, as the JSON that is sent. */
  function body() {
    const parts = [];
    for (const input of $("fields").querySelectorAll("input, select")) {
      if (input.closest(".field").hidden) continue;
      let value = input.value.trim();
      // The stream's own time, which in a replay is not today's: an event far ahead of it would make the others late.
      if (value === "" && input.dataset.role === "time" && kind === "event") value = last?.event_time_seen ?? new Date().toISOString();
      if (value === "") continue;
      const type = input.dataset.type;
      const bare = (type === "number" || type === "integer") && /^-?\d+(\.\d+)?([eE][-+]?\d+)?$/.test(value) || type === "boolean"
        || type === "time" && /^-?\d+$/.test(value);
      parts.push(JSON.stringify(input.name) + ":" + (bare ? value : JSON.stringify(value)));
    }
    return "{" + parts.join(",") + "}";
  }

  const path = () => "/v1/models/" + encodeURIComponent(model.name) + (kind === "question" ? "/predict" : "/events?answer=true");
  const quoted = text => "'" + text.replaceAll("'", "'\\''") + "'";

  function drawCurl() {
    $("curl").textContent = "curl -s " + quoted(location.origin + path()) + " \\\n  -d " + quoted(body());
  }

  async function post(to, text) {
    const began = performance.now();
    const response = await fetch(to, {method: "POST", headers: {"Content-Type": "application/json"}, body: text});
    const json = await response.json();
    return {ok: response.ok, json, took: performance.now() - began};
  }

  async function submit(event) {
    event.preventDefault();
    $("send").disabled = true;
    try {
      const result = await post(path(), body());
      $("took").textContent = "answered in " + result.took.toFixed(1) + " ms";
      result.ok ? showAnswer(result.json) : showProblem(result.json);
    } catch (failure) {
      showProblem({title: "The server cannot be reached", detail: String(failure.message)});
    } finally {
      $("send").disabled = false;
      drawCurl();
    }
  }

  function showAnswer(json) {
    const box = $("answer");
    box.className = "answer";
    if (json.action != null) json.prediction = json.action;
    box.dataset.prediction = json.prediction ?? "";
    const parts = [];
    const said = json.prediction == null ? "No prediction: nothing learned yet, or not in time" : typeof json.prediction === "number" ? String(+json.prediction.toPrecision(6)) : json.prediction;
    parts.push(make("div", {class: "what"}, said));
    if (json.probabilities) {
      const bars = make("div", {class: "bars"});
      for (const [name, share] of Object.entries(json.probabilities).sort((a, b) => b[1] - a[1]).slice(0, 8)) {
        const fill = make("i");
        fill.style.width = (share * 100).toFixed(1) + "%";
        bars.append(make("span", {}, name), make("span", {class: "bar", "aria-hidden": "true"}, fill), make("span", {}, percent(share)));
      }
      parts.push(bars);
    }
    if (json.version != null) {
      parts.push(make("div", {class: "signed"}, json.partitions
        ? `${json.model} v${whole(json.version)}, ${json.partitions === "vote" ? "a vote of all partitions" : "all partitions merged" + (json.base ? " from " + named(json.base) : "")}, ${whole(json.events_learned)} events learned · as of ${clock(json.as_of)}`
        : `${json.model} v${whole(json.version)} and ${whole(json.events_since_version)} events learned since · as of ${clock(json.as_of)}`));
    }
    if (json.event_id) {
      parts.push(make("div", {class: "signed"}, "event ", make("code", {}, json.event_id), json.events_learned != null ? " · predicted after " + whole(json.events_learned) + " labelled events" : ""));
      if (model.label.may_come_later) parts.push(labelForm(json.event_id));
    }
    box.replaceChildren(...parts);
    box.hidden = false;
  }

  function labelForm(eventId) {
    const send = async label => {
      const result = await post("/v1/models/" + encodeURIComponent(model.name) + "/feedback", JSON.stringify({event_id: eventId, label}));
      row.replaceChildren(result.ok ? `Label “${result.json.label}” is journaled; the model learns it now.` : result.json.detail);
    };
    const earned = model.label.task === "bandit";
    const row = make("div", {class: "later"}, earned ? "What did it earn?" : "What was it?");
    if (model.label.closed && !earned) {
      row.append(...model.label.classes.map(name => make("button", {type: "button", class: "small", onclick: () => send(name)}, name)));
    } else {
      const input = make("input", {type: "text", "aria-label": "Label"});
      row.append(input, make("button", {type: "button", class: "small", onclick: () => send(input.value)}, "Send the label"));
    }
    return row;
  }

  function showProblem(json) {
    const box = $("answer");
    box.className = "answer refused";
    delete box.dataset.prediction;
    box.replaceChildren(make("div", {class: "what"}, json.title ?? "Refused"), make("div", {class: "signed"}, json.detail ?? ""));
    box.hidden = false;
    const name = json.pointer?.split("/").pop();
    const input = name && document.getElementById("field-" + name);
    if (input) {
      input.setAttribute("aria-invalid", "true");
      input.focus();
    }
  }

  // ---- start ----
  async function start() {
    const {models} = await get("/v1/models");
    $("model").replaceChildren(...models.map(each => make("option", {value: each.name}, each.name)));
    $("model").disabled = models.length < 2;
    $("model").addEventListener("change", () => open($("model").value));
    $("form").addEventListener("submit", submit);
    for (const button of $("kinds").children) button.addEventListener("click", () => setKind(button.dataset.kind));
    $("copy").addEventListener("click", () => navigator.clipboard?.writeText($("curl").textContent));
    setInterval(showStale, 1000);
    await open(location.hash.slice(1) && models.some(m => m.name === location.hash.slice(1)) ? location.hash.slice(1) : models[0].name);
  }

  start().catch(failure => {
    $("stale").hidden = false;
    $("stale").textContent = "The server does not answer: " + failure.message;
  });
})();
