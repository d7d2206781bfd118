/** PromQL, held to the cluster and the nodes that the dashboard's variables choose. */

const CHOSEN = 'job=~"$cluster", instance=~"$node"';

/** Series of a metric at the chosen nodes, narrowed by further matchers. */
export function series(metric: string, ...matchers: string[]): string {
  return `${metric}{${[CHOSEN, ...matchers].join(', ')}}`;
}

/** Per second, over a window that Grafana fits to the scrape interval. */
export function rate(metric: string, ...matchers: string[]): string {
  return `rate(${series(metric, ...matchers)}[$__rate_interval])`;
}

export function sum(expression: string, ...by: string[]): string {
  return by.length === 0 ? `sum(${expression})` : `sum by (${by.join(', ')}) (${expression})`;
}

export function max(expression: string, ...by: string[]): string {
  return by.length === 0 ? `max(${expression})` : `max by (${by.join(', ')}) (${expression})`;
}

/** A quantile of a histogram, over all chosen nodes unless it is told apart by something. */
export function quantile(q: number, histogram: string, ...by: string[]): string {
  return `histogram_quantile(${q}, ${sum(rate(`${histogram}_bucket`), 'le', ...by)})`;
}

/** The mean of a histogram's values. */
export function mean(histogram: string, matchers: string[], ...by: string[]): string {
  return `${sum(rate(`${histogram}_sum`, ...matchers), ...by)} / ${sum(rate(`${histogram}_count`, ...matchers), ...by)}`;
}

/**
 * A 0 where there is nothing yet: a metric with a tag has a series only once a value has occurred,
 * and an empty panel could as well be a broken one.
 */
export function orZero(expression: string): string {
  return `${expression} or on () vector(0)`;
}
