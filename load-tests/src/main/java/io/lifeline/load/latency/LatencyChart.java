package io.lifeline.load.latency;

import de.erichseifert.vectorgraphics2d.VectorGraphics2D;
import de.erichseifert.vectorgraphics2d.svg.SVGProcessor;
import de.erichseifert.vectorgraphics2d.util.PageSize;
import io.lifeline.load.latency.Step.CurvePoint;
import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import java.util.Map;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.style.Styler.LegendPosition;
import org.knowm.xchart.style.XYStyler;
import org.knowm.xchart.style.markers.SeriesMarkers;

/**
 * Draws a panel for each load side by side: percentiles by nines to the right, latency up, both by
 * powers of ten, and a line for each server. All panels have the same axes and colours, on white,
 * so that it reads the same on a dark page.
 */
final class LatencyChart {
  private static final int PANEL_WIDTH = 440;
  private static final int HEIGHT = 420;

  /** In pixels; more than three quarters of a nine, so that there is a tick at each. */
  private static final int TICK_DISTANCE = 85;

  private static final double FIRST_PERCENTILE = 50;
  private static final double LAST_PERCENTILE = 99.99;
  private static final Color GRID = new Color(0xdddddd);
  private static final Color TEXT = new Color(0x222222);

  /** By Okabe and Ito: told apart with any colour vision. */
  private static final List<Color> COLORS =
      List.of(
          new Color(0x0072b2),
          new Color(0xd55e00),
          new Color(0x009e73),
          new Color(0xcc79a7),
          new Color(0xe69f00),
          new Color(0x56b4e9),
          new Color(0x000000));

  private final PlotData data;

  LatencyChart(PlotData data) {
    this.data = data;
  }

  int width() {
    return PANEL_WIDTH * data.panels().size();
  }

  int height() {
    return HEIGHT;
  }

  void writeSvg(OutputStream svg) throws IOException {
    VectorGraphics2D graphics = new VectorGraphics2D();
    paint(graphics);
    new SVGProcessor()
        .getDocument(graphics.getCommands(), new PageSize(width(), height()))
        .writeTo(svg);
  }

  void paint(Graphics2D graphics) {
    int at = 0;
    for (Map.Entry<String, Map<String, List<CurvePoint>>> panel : data.panels().entrySet()) {
      Graphics2D part = (Graphics2D) graphics.create();
      part.translate(at, 0);
      panel(panel.getKey(), panel.getValue(), at == 0).paint(part, PANEL_WIDTH, HEIGHT);
      part.dispose();
      at += PANEL_WIDTH;
    }
  }

  private XYChart panel(String load, Map<String, List<CurvePoint>> lines, boolean first) {
    XYChart chart =
        new XYChartBuilder()
            .width(PANEL_WIDTH)
            .height(HEIGHT)
            .title(load)
            .xAxisTitle("percentile, from p50")
            .yAxisTitle(first ? "latency, ms" : "")
            .build();
    style(chart.getStyler(), first);
    chart.setCustomXAxisTickLabelsFormatter(PlotData::name);
    lines.forEach((server, curve) -> line(chart, server, curve));
    return chart;
  }

  private void style(XYStyler styler, boolean first) {
    styler
        .setChartBackgroundColor(Color.WHITE)
        .setPlotBackgroundColor(Color.WHITE)
        .setPlotBorderVisible(false)
        .setChartTitleBoxVisible(false)
        .setChartTitleFont(font(Font.BOLD, 14))
        .setChartFontColor(TEXT)
        .setLegendVisible(first)
        .setLegendPosition(LegendPosition.InsideNW)
        .setLegendBorderColor(GRID)
        .setLegendFont(font(Font.PLAIN, 12));
    styler
        .setYAxisLogarithmic(true)
        .setXAxisTickMarkSpacingHint(TICK_DISTANCE)
        .setXAxisMin(PlotData.nines(FIRST_PERCENTILE))
        .setXAxisMax(PlotData.nines(LAST_PERCENTILE))
        .setYAxisMin(data.lowerDecade())
        .setYAxisMax(data.upperDecade())
        .setYAxisDecimalPattern("#,##0.###")
        .setAxisTickLabelsFont(font(Font.PLAIN, 12))
        .setAxisTickLabelsColor(TEXT)
        .setPlotGridLinesColor(GRID)
        .setPlotGridLinesStroke(new BasicStroke(1));
    styler.setAxisTitleFont(font(Font.PLAIN, 12));
  }

  private void line(XYChart chart, String server, List<CurvePoint> curve) {
    XYSeries series =
        chart.addSeries(
            server,
            curve.stream().mapToDouble(point -> PlotData.nines(point.percentile())).toArray(),
            curve.stream().mapToDouble(point -> PlotData.drawn(point.ms())).toArray());
    Color color = COLORS.get(data.servers().indexOf(server) % COLORS.size());
    series.setMarker(SeriesMarkers.NONE).setLineColor(color).setLineWidth(2);
  }

  private static Font font(int style, int size) {
    return new Font(Font.SANS_SERIF, style, size);
  }
}
