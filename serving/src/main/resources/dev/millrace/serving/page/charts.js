"use strict";
/* Two charts on one time axis: scores with marks for drift and versions, and events per second. */
const Charts = (() => {
  const KEPT = 900;
  const SYNC = "millrace";

  const css = name => getComputedStyle(document.documentElement).getPropertyValue(name).trim();

  /** Columns of a bounded table: time in seconds, then one column per series. */
  class Table {
    constructor(columns) { this.columns = Array.from({length: columns + 1}, () => []); }
    push(time, values) {
      const [times] = this.columns;
      if (times.length && time <= times[times.length - 1]) return;
      times.push(time);
      values.forEach((value, i) => this.columns[i + 1].push(value ?? null));
      if (times.length > KEPT) this.columns.forEach(column => column.shift());
    }
  }

  const axis = (size, values) => ({
    stroke: () => css("--quiet"), size, gap: 6, font: "12px system-ui, sans-serif",
    grid: {stroke: () => css("--line"), width: 1}, ticks: {show: false}, ...(values ? {values} : {}),
  });

  const timeAxis = show => ({
    ...axis(show ? 30 : 8), space: 84, grid: {show: false},
    values: (u, splits) => show ? splits.map(s => new Date(s * 1000).toTimeString().slice(0, 8)) : splits.map(() => ""),
  });

  const compact = n => n >= 1e6 ? (n / 1e6).toFixed(1) + " M" : n >= 1e4 ? Math.round(n / 1e3) + " k" : n >= 1e3 ? (n / 1e3).toFixed(1) + " k" : String(Math.round(n));

  /** Draws marks as lines over the plot's height, the important ones dashed and darker. */
  function drawMarks(u, marks) {
    const {ctx, bbox} = u;
    ctx.save();
    for (const mark of marks) {
      const x = Math.round(u.valToPos(mark.time, "x", true));
      if (x < bbox.left || x > bbox.left + bbox.width) continue;
      const tall = mark.kind !== "version";
      ctx.strokeStyle = css(mark.kind === "drift" ? "--drift" : mark.kind === "promotion" ? "--side-1" : "--mark");
      ctx.lineWidth = (tall ? 2 : 1) * devicePixelRatio;
      ctx.setLineDash(mark.kind === "drift" ? [5 * devicePixelRatio, 4 * devicePixelRatio] : []);
      ctx.beginPath();
      // A version is a tick at the bottom: with one a second, lines over the whole height would hide the curve.
      ctx.moveTo(x, tall ? bbox.top : bbox.top + bbox.height - 7 * devicePixelRatio);
      ctx.lineTo(x, bbox.top + bbox.height);
      ctx.stroke();
    }
    ctx.restore();
  }

  function make(element, series, options) {
    const size = () => ({width: Math.max(200, element.clientWidth), height: element.clientHeight || options.height});
    const plot = new uPlot({
      ...size(), pxAlign: 1, padding: [10, 8, 0, 0],
      cursor: {sync: {key: SYNC, setSeries: false}, y: false, points: {size: 7}, drag: {x: false, y: false}},
      legend: {show: false},
      scales: {x: {time: true}, y: {range: options.range}},
      axes: [timeAxis(options.showTime), axis(54, options.format)],
      series: [{}, ...series],
      hooks: {drawClear: [u => options.marks && drawMarks(u, options.marks)], setCursor: [u => options.onCursor && options.onCursor(u.cursor.idx)]},
    }, [[], ...series.map(() => [])], element);
    new ResizeObserver(() => plot.setSize(size())).observe(element);
    return plot;
  }

  const line = (color, extra = {}) => ({stroke: () => css(color), width: 2, points: {show: false}, spanGaps: true, ...extra});

  /** Room around what is shown, within the metric's own bounds. */
  function scoreRange(u, low, high) {
    if (low == null || high == null) return [0, 1];
    const room = Math.max((high - low) * 0.15, 0.01);
    const unit = low >= 0 && high <= 1;
    return [unit ? Math.max(0, low - room) : low - room, unit ? Math.min(1, high + room) : high + room];
  }

  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => plots.forEach(plot => plot.redraw(false)));
  const plots = [];

  function scoreChart(element, series, marks, onCursor) {
    const plot = make(element, series, {marks, onCursor, range: scoreRange, showTime: false, height: 264,
      format: (u, splits) => splits.map(v => Math.abs(v) < 10 ? v.toFixed(2) : compact(v))});
    plots.push(plot);
    return plot;
  }

  function rateChart(element) {
    const plot = make(element, [line("--model", {width: 1.5, fill: () => css("--accent-soft")})], {
      range: (u, low, high) => [0, Math.max(1, (high ?? 1) * 1.15)], showTime: true, height: 104,
      format: (u, splits) => splits.map(compact)});
    plots.push(plot);
    return plot;
  }

  function drop(plot) {
    plots.splice(plots.indexOf(plot), 1);
    plot.destroy();
  }

  return {Table, scoreChart, rateChart, drop, line, compact};
})();
