package dev.millrace.cli.trial;

import dev.millrace.cli.console.Figures;
import java.util.List;
import java.util.Locale;

/** A chart of lines over a stream as SVG, coloured by the report's style sheet. Pure functions. */
final class LineChart {
    private static final int WIDTH = 920;
    private static final int HEIGHT = 280;
    private static final int LEFT = 52;
    private static final int RIGHT = 12;
    private static final int TOP = 10;
    private static final int BOTTOM = 30;

    /**
     * @param name in the legend and in tips
     * @param colour number of its colour
     * @param points one for each stretch; NaN leaves a gap
     * @param stretch events in each
     */
    record Line(String name, int colour, double[] points, long stretch) {}

    private final List<Line> lines;
    private final long events;
    private final double low;
    private final double high;
    private final double step;

    /**
     * @param floor the axis shows at least this far down, and no further than the lowest point
     * @param ceiling and this far up
     */
    private LineChart(List<Line> lines, double floor, double ceiling) {
        this.lines = lines;
        double least = Double.POSITIVE_INFINITY;
        double most = Double.NEGATIVE_INFINITY;
        long longest = 1;
        for (Line line : lines) {
            longest = Math.max(longest, line.stretch * line.points.length);
            for (double point : line.points) {
                if (Double.isFinite(point)) {
                    least = Math.min(least, point);
                    most = Math.max(most, point);
                }
            }
        }
        if (least > most) {
            least = 0;
            most = 1;
        }
        least = Math.max(least, floor);
        most = Math.min(most, ceiling);
        this.events = longest;
        this.step = niceStep(Math.max(1e-12, most - least) / 5);
        this.low = Math.floor(least / step) * step;
        this.high = Math.max(low + step, Math.ceil(most / step) * step);
    }

    /** The chart; points outside floor and ceiling are cut off at the edge. */
    static String svg(String label, List<Line> lines, double floor, double ceiling) {
        return new LineChart(lines, floor, ceiling).draw(label);
    }

    static double niceStep(double rough) {
        double power = Math.pow(10, Math.floor(Math.log10(rough)));
        double lead = rough / power;
        return power * (lead <= 1 ? 1 : lead <= 2 ? 2 : lead <= 5 ? 5 : 10);
    }

    private String draw(String label) {
        StringBuilder svg = new StringBuilder();
        svg.append("<svg viewBox=\"0 0 ").append(WIDTH).append(' ').append(HEIGHT);
        svg.append("\" role=\"img\" aria-label=\"")
                .append(ReportHtml.escaped(label))
                .append("\">\n");
        axes(svg);
        for (Line line : lines) {
            path(svg, line);
        }
        tips(svg);
        return svg.append("</svg>\n").toString();
    }

    private void axes(StringBuilder svg) {
        int digits = Math.max(0, (int) -Math.floor(Math.log10(step) + 1e-9));
        for (int i = 0; low + i * step <= high + step / 2; i++) {
            double value = low + i * step;
            String y = coordinate(y(value));
            svg.append("<line class=\"grid\" x1=\"")
                    .append(LEFT)
                    .append("\" x2=\"")
                    .append(WIDTH - RIGHT);
            svg.append("\" y1=\"").append(y).append("\" y2=\"").append(y).append("\"/>");
            svg.append("<text class=\"tick\" text-anchor=\"end\" x=\"")
                    .append(LEFT - 8)
                    .append("\" y=\"");
            svg.append(coordinate(y(value) + 4)).append("\">").append(Figures.decimals(value, digits));
            svg.append("</text>\n");
        }
        double every = niceStep(events / 6.0);
        for (double at = 0; at <= events * 1.0001; at += every) {
            svg.append("<text class=\"tick\" text-anchor=\"middle\" x=\"").append(coordinate(x(at)));
            svg.append("\" y=\"").append(HEIGHT - 8).append("\">").append(Figures.count(Math.round(at)));
            svg.append("</text>\n");
        }
    }

    private void path(StringBuilder svg, Line line) {
        StringBuilder path = new StringBuilder();
        boolean pen = false;
        for (int i = 0; i < line.points.length; i++) {
            double point = line.points[i];
            if (Double.isFinite(point)) {
                path.append(pen ? 'L' : 'M').append(coordinate(x((i + 0.5) * line.stretch)));
                path.append(' ').append(coordinate(y(Math.max(low, Math.min(high, point)))));
            }
            pen = Double.isFinite(point);
        }
        svg.append("<path class=\"line c").append(line.colour % ReportHtml.COLOURS);
        svg.append(line.colour >= ReportHtml.COLOURS ? " dashed" : "")
                .append("\" d=\"")
                .append(path)
                .append("\"/>\n");
    }

    /** One invisible column for each stretch of the first line, with the values of all. */
    private void tips(StringBuilder svg) {
        if (lines.isEmpty()) {
            return;
        }
        Line first = lines.get(0);
        for (int i = 0; i < first.points.length; i++) {
            double from = x(i * (double) first.stretch);
            svg.append("<rect class=\"tip\" x=\"")
                    .append(coordinate(from))
                    .append("\" y=\"")
                    .append(TOP);
            svg.append("\" width=\"").append(coordinate(x((i + 1.0) * first.stretch) - from));
            svg.append("\" height=\"").append(HEIGHT - TOP - BOTTOM).append("\"><title>events ");
            svg.append(Figures.count(i * first.stretch)).append(" to ").append(Figures.count((i + 1) * first.stretch));
            for (Line line : lines) {
                if (i < line.points.length && line.stretch == first.stretch) {
                    svg.append("\n").append(ReportHtml.escaped(line.name)).append("  ");
                    svg.append(Figures.decimals(line.points[i], 3));
                }
            }
            svg.append("</title></rect>");
        }
        svg.append('\n');
    }

    private double x(double event) {
        return LEFT + (WIDTH - LEFT - RIGHT) * event / events;
    }

    private double y(double value) {
        return TOP + (HEIGHT - TOP - BOTTOM) * (high - value) / (high - low);
    }

    private static String coordinate(double value) {
        return String.format(Locale.ROOT, "%.1f", value);
    }
}
