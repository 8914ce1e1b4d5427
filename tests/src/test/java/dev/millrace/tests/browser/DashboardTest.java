package dev.millrace.tests.browser;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.millrace.tests.process.MillraceProcess;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.openqa.selenium.By;
import org.openqa.selenium.OutputType;
import org.openqa.selenium.TakesScreenshot;
import org.openqa.selenium.WebDriver;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;

/** The demo's page in a real browser, as a person meets it. Its picture is kept in {@code target/screenshots}. */
@Timeout(300)
class DashboardTest {
    private static final Duration PATIENCE = Duration.ofSeconds(90);

    @Test
    void theDemosPageDrawsItsChartMovesItsNumbersAndAnswersItsForm(@TempDir Path folder) throws Exception {
        try (MillraceProcess demo = MillraceProcess.start(folder, "demo", "--port", "0", "--registry", "registry")) {
            WebDriver browser = browser(folder);
            try {
                browser.get(demo.address());
                long first = await().atMost(PATIENCE).until(() -> number(browser, "events"), value -> value > 0);
                await().atMost(PATIENCE).until(() -> number(browser, "events") > first);
                await().atMost(PATIENCE).until(() -> drawn(browser));
                await().atMost(PATIENCE)
                        .until(() -> !browser.findElements(By.cssSelector("#versions tr"))
                                .isEmpty());
                assertThat(browser.findElement(By.id("partitions")).getText()).isEqualTo("key, of 4 partitions");
                keepPicture(browser, "page.png");
                askByTheForm(browser);
                keepPicture(browser, "answer.png");
            } finally {
                browser.quit();
            }
            assertThat(demo.stop()).as("exit code after a graceful stop").isZero();
        }
    }

    private static void askByTheForm(WebDriver browser) {
        for (WebElement input : browser.findElements(By.cssSelector("#fields input"))) {
            if (input.isDisplayed() && "number".equals(input.getAttribute("type"))) {
                input.clear();
                input.sendKeys("420");
            }
        }
        browser.findElement(By.id("send")).click();
        WebElement answer = await().atMost(PATIENCE)
                .until(
                        () -> browser.findElement(By.id("answer")),
                        found -> found.isDisplayed() && found.getAttribute("data-prediction") != null);
        assertThat(answer.getAttribute("data-prediction")).isIn("fraud", "fine");
    }

    /** The first number in a tile; 0 while there is none. */
    private static long number(WebDriver browser, String tile) {
        String digits = browser.findElements(By.cssSelector("[data-tile=" + tile + "] .value")).stream()
                .map(WebElement::getText)
                .findFirst()
                .orElse("")
                .replaceAll("[^0-9]", "");
        return digits.isEmpty() ? 0 : Long.parseLong(digits);
    }

    /** Whether the chart's canvas has pixels that are not all alike. */
    private static boolean drawn(WebDriver browser) {
        Object colours = ((org.openqa.selenium.JavascriptExecutor) browser)
                .executeScript("const c = document.querySelector('#score canvas'); if (!c || !c.width) return 0;"
                        + " const d = new Uint32Array(c.getContext('2d').getImageData(0, 0, c.width, c.height).data.buffer);"
                        + " return new Set(d).size;");
        return colours instanceof Number count && count.intValue() > 3;
    }

    private static void keepPicture(WebDriver browser, String name) throws Exception {
        Path pictures = Files.createDirectories(Path.of("target", "screenshots"));
        Files.write(pictures.resolve(name), ((TakesScreenshot) browser).getScreenshotAs(OutputType.BYTES));
    }

    private static WebDriver browser(Path folder) {
        ChromeOptions options = new ChromeOptions();
        options.setBinary(onPath("chromium", "chromium-browser", "google-chrome"));
        options.addArguments(
                "--headless",
                "--no-sandbox",
                "--disable-gpu",
                "--disable-dev-shm-usage",
                "--no-first-run",
                "--disable-quic",
                "--disable-background-networking",
                "--disable-component-update",
                "--disable-sync",
                "--window-size=1280,1500",
                "--user-data-dir=" + folder.resolve("chromium"));
        ChromeDriverService service = new ChromeDriverService.Builder()
                .usingDriverExecutable(Path.of(onPath("chromedriver")).toFile())
                .usingAnyFreePort()
                .build();
        return new ChromeDriver(service, options);
    }

    private static String onPath(String... names) {
        for (String name : names) {
            for (String folder : System.getenv("PATH").split(java.io.File.pathSeparator)) {
                Path file = Path.of(folder, name);
                if (Files.isExecutable(file)) {
                    return file.toString();
                }
            }
        }
        throw new IllegalStateException("no " + String.join(" or ", names)
                + " on the PATH; './millrace test' installs the browser, or see its message");
    }
}
