package dev.millrace.cli.console;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class FiguresTest {
    @Test
    void countsAreGroupedAndRatesRounded() {
        assertThat(Figures.count(1_204_117)).isEqualTo("1,204,117");
        assertThat(Figures.rate(1_423_456)).isEqualTo("1,420,000");
        assertThat(Figures.rate(41_234)).isEqualTo("41,200");
        assertThat(Figures.rate(87.4)).isEqualTo("87");
        assertThat(Figures.rate(Double.NaN)).isEqualTo("–");
    }

    @Test
    void whatHasNoMeaningIsADash() {
        assertThat(Figures.share(0.79199)).isEqualTo("0.792");
        assertThat(Figures.share(-0.4181)).isEqualTo("-0.418");
        assertThat(Figures.share(-0.0001)).isEqualTo("0.000");
        assertThat(Figures.share(null)).isEqualTo("–");
        assertThat(Figures.share(Double.NaN)).isEqualTo("–");
    }

    @Test
    void whatWouldFillALineIsWrittenByItsPower() {
        assertThat(Figures.decimals(123_456_789.5, 1)).isEqualTo("123,456,789.5");
        assertThat(Figures.decimals(-3.0534e299, 3)).isEqualTo("-3.05e+299");
    }

    @Test
    void timesAndSizesComeInTheirUnits() {
        assertThat(Figures.time(850)).isEqualTo("850 ms");
        assertThat(Figures.time(12_900)).isEqualTo("12 s");
        assertThat(Figures.time(200_000)).isEqualTo("3 min 20 s");
        assertThat(Figures.time(7_500_000)).isEqualTo("2 h 5 min");
        assertThat(Figures.bytes(850)).isEqualTo("850 B");
        assertThat(Figures.bytes(12_500)).isEqualTo("12.5 kB");
        assertThat(Figures.bytes(3_210_000)).isEqualTo("3.2 MB");
    }

    @Test
    void columnsStandUnderTheirHeadings() {
        TextTable table = new TextTable(1, "learner", "accuracy", "rows/s");
        table.row("hoeffding-tree", "0.792", "1,420,000");
        table.row("no-change", "0.853", "–");
        assertThat(table.lines())
                .containsExactly(
                        "learner         accuracy     rows/s",
                        "hoeffding-tree     0.792  1,420,000",
                        "no-change          0.853          –");
    }
}
