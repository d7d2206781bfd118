// Asks the node. The token, if one is needed, lives as long as the tab.
const KEY = "lifeline-ops-token";
const PATIENCE_MS = 15_000;

/** The node asks for a token, or for another one. */
export class Refused extends Error {}
/** Somebody else looks at the same right now. */
export class Busy extends Error {}
/** No answer. */
export class Unreachable extends Error {}

export const hasToken = () => sessionStorage.getItem(KEY) !== null;
export const keepToken = (token) => sessionStorage.setItem(KEY, token);
export const forgetToken = () => sessionStorage.removeItem(KEY);

export async function ask(path, { method = "GET", accept = "application/json" } = {}) {
  const headers = { Accept: accept };
  if (hasToken()) headers.Authorization = `Bearer ${sessionStorage.getItem(KEY)}`;
  let response;
  try {
    const signal = AbortSignal.timeout(PATIENCE_MS);
    response = await fetch(path, { method, headers, signal, cache: "no-store", credentials: "omit" });
  } catch (failure) {
    throw new Unreachable("The node cannot be reached", { cause: failure });
  }
  if (response.status === 401) throw new Refused("The node asks for a token");
  if (response.status === 503) throw new Busy((await response.text()).trim());
  if (!response.ok) throw new Error((await response.text()).trim() || `The node answered ${response.status}`);
  return response;
}

export const json = async (path, options) => (await ask(path, options)).json();
