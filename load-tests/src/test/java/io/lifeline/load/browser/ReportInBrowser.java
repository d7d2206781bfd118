package io.lifeline.load.browser;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.openqa.selenium.By;
import org.openqa.selenium.chrome.ChromeDriver;

/** The report of an inspection, as whoever follows its link sees it in a headless Chromium. */
public final class ReportInBrowser implements AutoCloseable {
  private final ChromeDriver browser;

  private ReportInBrowser(ChromeDriver browser) {
    this.browser = browser;
  }

  /**
   * @param token of the ops listener
   */
  public static ReportInBrowser open(URI report, String token) {
    ReportInBrowser page = new ReportInBrowser(Chromium.start());
    page.browser.executeCdpCommand("Network.enable", Map.of());
    page.browser.executeCdpCommand(
        "Network.setExtraHTTPHeaders",
        Map.of("headers", Map.of("Authorization", "Bearer " + token)));
    page.browser.get(report.toString());
    return page;
  }

  public String verdict() {
    return browser.findElement(By.tagName("h1")).getText();
  }

  /** What is to be done, the worst first. */
  public List<String> todo() {
    return browser.findElements(By.cssSelector(".todo h3")).stream()
        .map(heading -> heading.getText())
        .toList();
  }

  /** Which checks are shown with their evidence, without a click. */
  public List<String> openChecks() {
    return browser.findElements(By.cssSelector("details[open] > summary b")).stream()
        .map(name -> name.getText())
        .toList();
  }

  /** What the browser complained about: scripts that failed, violations of the page's policy. */
  public List<String> complaints() {
    return Chromium.complaints(browser);
  }

  /** The top of the page, as high as a screen and a half. */
  public void screenshot(Path file) throws IOException {
    Chromium.resize(browser, 1180, 1400);
    Chromium.screenshot(browser, file);
  }

  @Override
  public void close() {
    browser.quit();
  }
}
