package io.lifeline.telemetry.leak;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import java.util.function.IntToDoubleFunction;
import org.junit.jupiter.api.Test;

class GrowthTrendTest {
  private static final double LEAST = 20;

  private final GrowthTrend trend = new GrowthTrend(3);
  private final SplittableRandom random = new SplittableRandom(7);

  @Test
  void nothingIsToldOfFewBuckets() {
    play(GrowthTrend.ENOUGH - 1, i -> 1_000, i -> 100 + 10 * i);
    assertThat(trend.judge(LEAST)).isEqualTo(GrowthTrend.Verdict.NONE);

    play(1, i -> 1_000, i -> 1_000);
    assertThat(trend.judge(LEAST).grown()).isPositive();
  }

  @Test
  void growthAtTheSameLoadIsTold() {
    play(GrowthTrend.BUCKETS, i -> 1_000, i -> 500 + 2 * i);

    assertThat(trend.judge(LEAST).grown()).isCloseTo(46, within(0.1));
  }

  @Test
  void whatTheConnectionsExplainIsNoGrowthAndIsLearned() {
    play(GrowthTrend.BUCKETS, i -> 1_000 + 100 * i, i -> 80 + 3 * (1_000 + 100 * i));

    assertThat(trend.judge(LEAST).grown()).isZero();
    assertThat(trend.judge(LEAST).perConnection()).isCloseTo(3, within(0.001));
  }

  @Test
  void growthBesideALoadThatWavesIsTold() {
    IntToDoubleFunction load = i -> 2_000 + 1_000 * Math.sin(i);
    play(GrowthTrend.BUCKETS, load, i -> 80 + 3 * load.applyAsDouble(i) + 5 * i);

    assertThat(trend.judge(LEAST).grown()).isCloseTo(115, within(15.0));
  }

  @Test
  void aJumpIsNoTrend() {
    play(GrowthTrend.BUCKETS, i -> 1_000, i -> i < 12 ? 100 : 300);

    assertThat(trend.judge(LEAST).grown()).isZero();
  }

  @Test
  void whatFallsIsNoTrend() {
    play(GrowthTrend.BUCKETS, i -> 1_000, i -> 5_000 - 30 * i);

    assertThat(trend.judge(LEAST).grown()).isZero();
  }

  @Test
  void growthThatMattersToNobodyIsNotTold() {
    play(GrowthTrend.BUCKETS, i -> 1_000, i -> 500 + 0.5 * i);

    assertThat(trend.judge(LEAST).grown()).isZero();
    assertThat(trend.judge(5).grown()).isPositive();
  }

  @Test
  void growthAsSmallAsTheNoiseIsNotTold() {
    play(GrowthTrend.BUCKETS, i -> 1_000, i -> 500 + i + 60 * random.nextDouble());

    assertThat(trend.judge(LEAST).grown()).isZero();
  }

  @Test
  void theLeastOfABucketIsWhatCounts() {
    for (int bucket = 0; bucket < GrowthTrend.BUCKETS; bucket++) {
      trend.observe(1_000, 500 + bucket * 100);
      trend.observe(1_000, 500);
      trend.tick();
      trend.observe(1_000, 900 + bucket * 100);
      trend.tick();
      trend.tick();
    }

    assertThat(trend.judge(LEAST).grown()).isZero();
  }

  @Test
  void timeWithoutAnObservationTeachesNothing() {
    for (int i = 0; i < 100; i++) {
      assertThat(trend.tick()).isFalse();
    }
    trend.observe(1_000, 500);

    assertThat(trend.tick()).isTrue();
    assertThat(trend.judge(LEAST)).isEqualTo(GrowthTrend.Verdict.NONE);
  }

  @Test
  void theWindowIsAsLongAsItsBucketsLasted() {
    play(GrowthTrend.ENOUGH, i -> 1_000, i -> 500 + 10 * i);
    assertThat(trend.judge(LEAST).ticks()).isEqualTo(3 * (GrowthTrend.ENOUGH - 1));

    for (int i = 0; i < 50; i++) {
      trend.tick();
    }
    trend.observe(1_000, 1_000);
    assertThat(trend.tick()).isTrue();
    assertThat(trend.judge(LEAST).ticks()).isEqualTo(3 * (GrowthTrend.ENOUGH - 1) + 51);

    play(2 * GrowthTrend.BUCKETS, i -> 1_000, i -> 2_000 + 10 * i);
    assertThat(trend.judge(LEAST).ticks()).isEqualTo(3 * (GrowthTrend.BUCKETS - 1));
  }

  private void play(int buckets, IntToDoubleFunction load, IntToDoubleFunction held) {
    for (int bucket = 0; bucket < buckets; bucket++) {
      trend.observe(load.applyAsDouble(bucket), held.applyAsDouble(bucket));
      assertThat(trend.tick()).isFalse();
      assertThat(trend.tick()).isFalse();
      assertThat(trend.tick()).isTrue();
    }
  }
}
