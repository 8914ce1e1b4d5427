package dev.millrace.cli.trial;

import dev.millrace.cli.console.Figures;
import java.util.List;
import java.util.Locale;

/** What a learner reaches against what it costs, as SVG: cost to the right in powers of ten. Pure functions. */
final class CostChart {
    private static final int WIDTH = 920;
    private static final int HEIGHT = 260;
    private static final int LEFT = 52;
    private static final int RIGHT = 160;
    private static final int TOP = 12;
    private static final int BOTTOM = 44;

    private CostChart() {}

    /** @param quality accuracy, or the error of values */
    static String svg(List<Result> results, String quality) {
        double[] costs = results.stream()
                .mapToDouble(result -> Math.max(0.01, result.costs().ownSeconds() * 1e6 / result.rows()))
                .toArray();
        double[] reached = results.stream()
                .mapToDouble(result -> result.measured().interval().mean())
                .toArray();
        double least = min(reached);
        double most = max(reached);
        double step = LineChart.niceStep(Math.max(1e-9, most - least) / 4);
        double low = Math.floor(least / step) * step;
        double high = Math.max(low + step, Math.ceil(most / step) * step);
        int from = (int) Math.floor(Math.log10(min(costs)));
        int to = Math.max(from + 1, (int) Math.ceil(Math.log10(max(costs))));
        StringBuilder svg = new StringBuilder();
        svg.append("<svg viewBox=\"0 0 ").append(WIDTH).append(' ').append(HEIGHT);
        svg.append("\" role=\"img\" aria-label=\"")
                .append(ReportHtml.escaped(quality))
                .append(" and cost\">\n");
        int digits = Math.max(0, (int) -Math.floor(Math.log10(step) + 1e-9));
        for (int i = 0; low + i * step <= high + step / 2; i++) {
            String y = at(y(low + i * step, low, high));
            svg.append("<line class=\"grid\" x1=\"")
                    .append(LEFT)
                    .append("\" x2=\"")
                    .append(WIDTH - RIGHT);
            svg.append("\" y1=\"").append(y).append("\" y2=\"").append(y).append("\"/>");
            svg.append("<text class=\"tick\" text-anchor=\"end\" x=\"")
                    .append(LEFT - 8)
                    .append("\" y=\"");
            svg.append(at(y(low + i * step, low, high) + 4)).append("\">");
            svg.append(Figures.decimals(low + i * step, digits)).append("</text>\n");
        }
        for (int power = from; power <= to; power++) {
            double x = LEFT + (WIDTH - LEFT - RIGHT) * (power - from) / (double) (to - from);
            svg.append("<text class=\"tick\" text-anchor=\"middle\" x=\"")
                    .append(at(x))
                    .append("\" y=\"");
            svg.append(HEIGHT - 24).append("\">").append(Figures.decimals(Math.pow(10, power), Math.max(0, -power)));
            svg.append("</text>\n");
        }
        svg.append("<text class=\"tick\" text-anchor=\"middle\" x=\"").append((LEFT + WIDTH - RIGHT) / 2);
        svg.append("\" y=\"").append(HEIGHT - 5).append("\">µs of CPU time per row</text>\n");
        for (int i = 0; i < costs.length; i++) {
            double x = LEFT + (WIDTH - LEFT - RIGHT) * (Math.log10(costs[i]) - from) / (to - from);
            double y = y(reached[i], low, high);
            String colour = "c" + i % ReportHtml.COLOURS;
            svg.append("<circle class=\"dot ")
                    .append(colour)
                    .append("\" r=\"6\" cx=\"")
                    .append(at(x));
            svg.append("\" cy=\"")
                    .append(at(y))
                    .append("\"/><text class=\"name\" x=\"")
                    .append(at(x + 10));
            svg.append("\" y=\"").append(at(y + 4)).append("\">");
            svg.append(ReportHtml.escaped(shortened(results.get(i).entrant().name())))
                    .append("</text>\n");
        }
        return svg.append("</svg>\n").toString();
    }

    private static String shortened(String name) {
        return name.length() <= 26 ? name : name.substring(0, 25) + "…";
    }

    private static double y(double value, double low, double high) {
        return TOP + (HEIGHT - TOP - BOTTOM) * (high - value) / (high - low);
    }

    private static double min(double[] values) {
        double min = values[0];
        for (double value : values) {
            min = Math.min(min, value);
        }
        return min;
    }

    private static double max(double[] values) {
        double max = values[0];
        for (double value : values) {
            max = Math.max(max, value);
        }
        return max;
    }

    private static String at(double value) {
        return String.format(Locale.ROOT, "%.1f", value);
    }
}
