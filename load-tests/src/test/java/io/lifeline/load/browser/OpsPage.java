package io.lifeline.load.browser;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;
import org.openqa.selenium.By;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.support.ui.WebDriverWait;

/**
 * The ops page of a node in a headless Chromium. Waits up to a minute for what is expected: the
 * page looks every five seconds, at a node that counts every second.
 */
final class OpsPage implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofMinutes(1);

  private final ChromeDriver browser = Chromium.start();

  /**
   * @param address of the ops listener, with a slash at its end
   */
  static OpsPage open(String address) {
    OpsPage page = new OpsPage();
    page.browser.get(address + "ops");
    return page;
  }

  void awaitLooks(int looks) {
    await(
        looks + " looks",
        () -> {
          String done = browser.findElement(By.tagName("body")).getDomAttribute("data-looks");
          return done != null && Integer.parseInt(done) >= looks;
        });
  }

  void enterToken(String token) {
    WebElement field = browser.findElement(By.id("token"));
    await("the form", field::isDisplayed);
    field.clear();
    field.sendKeys(token + "\n");
  }

  void click(String selector) {
    browser.findElement(By.cssSelector(selector)).click();
  }

  void choose(String selector, String value) {
    browser.findElement(By.cssSelector(selector + " option[value=" + value + "]")).click();
  }

  boolean shows(String selector) {
    return browser.findElement(By.cssSelector(selector)).isDisplayed();
  }

  String text(String selector) {
    return browser.findElement(By.cssSelector(selector)).getText();
  }

  /** Of the row of this group: its cells, or nothing if it is not shown. */
  List<String> row(String pattern) {
    Object cells =
        browser.executeScript(
            "return [...document.querySelectorAll('#groups tr')]"
                + ".filter(row => row.dataset.pattern === arguments[0])"
                + ".flatMap(row => [...row.children].map(cell => cell.textContent))",
            pattern);
    return ((List<?>) cells).stream().map(String::valueOf).toList();
  }

  /** How many of the picture's points have this colour, as a style sheet's variable names it. */
  long pointsOfColour(String name) {
    Object points =
        browser.executeScript(
            """
            const copy = document.createElement("canvas");
            const ink = copy.getContext("2d", {willReadFrequently: true});
            ink.fillStyle = getComputedStyle(document.documentElement).getPropertyValue(arguments[0]);
            ink.fillRect(0, 0, 1, 1);
            const wanted = ink.getImageData(0, 0, 1, 1).data;
            const canvas = document.querySelector("#picture canvas");
            copy.width = canvas.width;
            copy.height = canvas.height;
            ink.drawImage(canvas, 0, 0);
            const all = ink.getImageData(0, 0, canvas.width, canvas.height).data;
            let points = 0;
            for (let i = 0; i < all.length; i += 4)
              if (all[i] === wanted[0] && all[i + 1] === wanted[1] && all[i + 2] === wanted[2]) points++;
            return points;
            """,
            "--" + name);
    return ((Number) points).longValue();
  }

  void pressPicture() {
    click("#picture");
  }

  /** Follows the first report to the tab in which it opens, and tells the text there. */
  String openFirstReport() {
    click("#reports a");
    await("a tab", () -> browser.getWindowHandles().size() == 2);
    String page = browser.getWindowHandle();
    String report =
        browser.getWindowHandles().stream()
            .filter(handle -> !handle.equals(page))
            .findFirst()
            .orElseThrow();
    browser.switchTo().window(report);
    await("the report", () -> browser.getCurrentUrl().startsWith("blob:"));
    String text = text("body");
    browser.close();
    browser.switchTo().window(page);
    return text;
  }

  /** What the tab keeps beyond the page. */
  Object stored() {
    return browser.executeScript("return JSON.stringify([{...sessionStorage}, {...localStorage}])");
  }

  /**
   * From now on the page hears of these leaks as well: what grows is told after six minutes.
   *
   * @param leaks as the node has them in its JSON
   */
  void pretend(String leaks) {
    browser.executeScript(
        """
        const leaks = JSON.parse(arguments[0]);
        const ask = window.fetch;
        window.fetch = async (path, how) => {
          const answer = await ask(path, how);
          const looksForLeaks = path.startsWith("/ops/connections?limit=0");
          if (!looksForLeaks && path !== "/ops/overview") return answer;
          const json = await answer.json();
          if (looksForLeaks) json.leaks = leaks;
          else json.exported.leak_suspects = leaks.reduce((sum, leak) => sum + leak.suspects, 0);
          return Response.json(json);
        };
        """,
        leaks);
  }

  void await(String what, Supplier<Boolean> condition) {
    new WebDriverWait(browser, PATIENCE, Duration.ofMillis(100))
        .withMessage(() -> what + "; the page shows:\n" + text("body"))
        .until(driver -> condition.get());
  }

  /** What the browser complained about, besides that a token was asked for. */
  List<String> complaints() {
    return Chromium.complaints(browser).stream()
        .filter(complaint -> !complaint.contains("401"))
        .toList();
  }

  boolean fitsItsWidth() {
    return Boolean.TRUE.equals(
        browser.executeScript(
            "return document.documentElement.scrollWidth <= document.documentElement.clientWidth"));
  }

  /**
   * @param scheme {@code light} or {@code dark}
   */
  void look(String scheme, int width, int height) {
    Chromium.look(browser, scheme, width, height);
  }

  void screenshot(Path file) throws IOException {
    Chromium.screenshot(browser, file);
  }

  @Override
  public void close() {
    browser.quit();
  }
}
