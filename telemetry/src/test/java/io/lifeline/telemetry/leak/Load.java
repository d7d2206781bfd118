package io.lifeline.telemetry.leak;

import java.util.SplittableRandom;

/** How many connections come and go in each second of a simulated day. */
enum Load {
  /** As many as ever, fifty new ones a second. */
  STEADY {
    @Override
    Second at(long second, long open, SplittableRandom random) {
      return second < 60 ? calm(50, 0, random) : calm(50, 50, random);
    }
  },
  /** Ten a second more than go, from nothing to thirty thousand and on. */
  RAMP {
    @Override
    Second at(long second, long open, SplittableRandom random) {
      return calm(40, 30, random);
    }
  },
  /** A day in half an hour. */
  WAVE {
    @Override
    Second at(long second, long open, SplittableRandom random) {
      double wanted = 6_000 - 4_000 * Math.cos(second * 2 * Math.PI / 1_800);
      double difference = wanted - open;
      return difference > 0
          ? calm((int) Math.min(200, difference) + 20, 20, random)
          : calm(20, (int) Math.min(200, -difference) + 20, random);
    }
  },
  /**
   * Each ten minutes a node nearby ends: all its clients come at once, so fast that a connection
   * takes a second and a half, and leave again later.
   */
  STORM {
    @Override
    Second at(long second, long open, SplittableRandom random) {
      long within = second % 600;
      if (within < 20) {
        return new Second(600, 20, 900);
      }
      return within > 300 && within < 420 ? calm(20, 120, random) : calm(20, 20, random);
    }
  },
  /** Back ends start again each five minutes, and with them a tenth of the connections. */
  RESTARTS {
    @Override
    Second at(long second, long open, SplittableRandom random) {
      if (second < 100) {
        return calm(80, 0, random);
      }
      long within = second % 300;
      if (within == 0) {
        return calm(0, (int) (open / 10), random);
      }
      return within < 20 ? calm(60, 20, random) : calm(20, 20, random);
    }
  },
  /** A thousand at once every now and then, and gone soon; now and then all stands still. */
  BURSTS {
    @Override
    Second at(long second, long open, SplittableRandom random) {
      if (second % 97 < 2) {
        return new Second(500, 0, 40);
      }
      if (second % 97 > 30 && second % 97 < 35) {
        return new Second(0, 200, 20);
      }
      return second % 61 == 0 ? new Second(0, 0, 0) : calm(30, 30, random);
    }
  };

  /**
   * @param inMotion connections that are between two counts at the moment of the look, on average
   */
  record Second(int opened, int ended, double inMotion) {}

  /** Each takes a few milliseconds from count to count, now and then ten times as long. */
  private static final double MILLIS_IN_MOTION = 4;

  /**
   * @param open now
   */
  abstract Second at(long second, long open, SplittableRandom random);

  private static Second calm(int opened, int ended, SplittableRandom random) {
    int more = random.nextInt(Math.max(1, opened / 4) * 2 + 1) - Math.max(1, opened / 4);
    double busy = random.nextInt(30) == 0 ? 10 : 1;
    int opens = Math.max(0, opened + more);
    int ends = Math.max(0, ended + random.nextInt(Math.max(1, ended / 4) * 2 + 1) - ended / 4);
    return new Second(opens, ends, (opens + ends) * busy * MILLIS_IN_MOTION / 1_000);
  }
}
