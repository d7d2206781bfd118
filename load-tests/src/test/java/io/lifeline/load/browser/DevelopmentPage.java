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
 * The development page of a node in a headless Chromium, driven as a person would. Waits up to ten
 * seconds for what is expected.
 */
final class DevelopmentPage implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private final ChromeDriver browser;

  private DevelopmentPage(ChromeDriver browser) {
    this.browser = browser;
  }

  static DevelopmentPage open(String address) {
    DevelopmentPage page = new DevelopmentPage(Chromium.start());
    page.browser.get(address);
    page.await("the node", () -> page.text("#node-state").equals("node is up"));
    return page;
  }

  /** What the body of an async function returns in the page, within 60 seconds. */
  Object evaluate(String body) {
    browser.manage().timeouts().scriptTimeout(Duration.ofSeconds(60));
    return browser.executeAsyncScript(
        "const done = arguments[0]; (async () => {"
            + body
            + "})().then(done, error => done(String(error)));");
  }

  void click(String selector) {
    browser.findElement(By.cssSelector(selector)).click();
  }

  void type(String selector, String text) {
    WebElement field = browser.findElement(By.cssSelector(selector));
    field.clear();
    field.sendKeys(text);
  }

  String text(String selector) {
    return browser.findElement(By.cssSelector(selector)).getText();
  }

  List<String> texts(String selector) {
    Object texts =
        browser.executeScript(
            "return [...document.querySelectorAll(arguments[0])].map(e => e.textContent)",
            selector);
    return ((List<?>) texts).stream().map(String::valueOf).toList();
  }

  /** Connects as the user whose name is in the field, and tells the connection's id. */
  String connect() {
    click("#connect");
    await("a connection", () -> text("#state").equals("connected"));
    return text("#connection");
  }

  void await(String what, Supplier<Boolean> condition) {
    new WebDriverWait(browser, PATIENCE, Duration.ofMillis(50))
        .withMessage(() -> what + "; the page shows:\n" + text("body"))
        .until(driver -> condition.get());
  }

  /** What the browser complained about: scripts that failed, violations of the page's policy. */
  List<String> complaints() {
    return Chromium.complaints(browser);
  }

  boolean fitsItsWidth() {
    return Boolean.TRUE.equals(
        browser.executeScript(
            "return document.documentElement.scrollWidth <= document.documentElement.clientWidth"));
  }

  /** Whether all of the first such element is in the window as it is. */
  boolean showsWithoutScrolling(String selector) {
    return Boolean.TRUE.equals(
        browser.executeScript(
            "const box = document.querySelector(arguments[0]).getBoundingClientRect();"
                + "return box.top >= 0 && box.bottom <= innerHeight",
            selector));
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
