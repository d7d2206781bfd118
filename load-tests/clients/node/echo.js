// Plays Node's ws against a development node: node echo.js ws://127.0.0.1:8080
// Prints a line for each group of cases; exits with 1 if one failed.
import { createHash } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import { createRequire } from "node:module";

const require = createRequire(process.cwd() + "/");
const WebSocket = require("ws");
const address = process.argv[2];
const PATIENCE = 60_000;
const SIZES = [0, 1, 125, 126, 127, 65535, 65536, 1 << 20, 1 << 24];
const TEXT = "κόσμε, world! ";

function expect(condition, message) {
  if (!condition) throw new Error(message);
}

/** What happens on a socket, one after another. */
class Client {
  constructor(path, protocols, options) {
    this.events = [];
    this.waiting = null;
    this.socket = new WebSocket(address + path, protocols, { maxPayload: 1 << 25, ...options });
    this.socket.on("message", (data, binary) => this.add({ message: data, binary }));
    this.socket.on("pong", (data) => this.add({ pong: data }));
    this.socket.on("close", (code, reason) => this.add({ close: code, reason: reason.toString() }));
    this.socket.on("error", (error) => this.add({ error }));
  }

  add(event) {
    this.events.push(event);
    this.waiting?.();
  }

  async next() {
    const deadline = Date.now() + PATIENCE;
    while (this.events.length === 0) {
      const left = deadline - Date.now();
      expect(left > 0, "nothing came");
      await Promise.race([new Promise((resolve) => (this.waiting = resolve)), sleep(left)]);
    }
    const event = this.events.shift();
    if (event.error) throw event.error;
    return event;
  }

  static async open(path = "/echo", protocols = [], options = { perMessageDeflate: false }) {
    const client = new Client(path, protocols, options);
    await new Promise((resolve, reject) => {
      client.socket.once("open", resolve);
      client.socket.once("error", reject);
    });
    return client;
  }

  async echo(data, options) {
    this.socket.send(data, options);
    await this.expectEcho(data);
  }

  async expectEcho(data) {
    const event = await this.next();
    const sent = Buffer.from(data);
    expect(event.message !== undefined, "no message but " + JSON.stringify(event));
    expect(event.binary === (typeof data !== "string"), "the kind of message has changed");
    expect(sent.equals(event.message), `${sent.length} bytes came back as ${event.message.length}`);
  }

  async close(code = 1000, reason = "") {
    this.socket.close(code, reason);
    const event = await this.next();
    expect(event.close === code && event.reason === reason, `${code} "${reason}" came back as ${JSON.stringify(event)}`);
  }
}

/** Made once for each size. */
function remembered(make) {
  const made = new Map();
  return (bytes) => {
    if (!made.has(bytes)) made.set(bytes, make(bytes));
    return made.get(bytes);
  };
}

const text = remembered((bytes) => {
  const whole = TEXT.repeat(Math.ceil(bytes / 14));
  return Buffer.from(whole).subarray(0, bytes).toString().replace(/\ufffd+$/, "") || "x".repeat(bytes);
});

/** Bytes that do not compress well, the same in each run. */
const noise = remembered((bytes) => {
  const blocks = [];
  for (let i = 0; i * 32 < bytes; i++) blocks.push(createHash("sha256").update(String(i)).digest());
  return Buffer.concat(blocks).subarray(0, bytes);
});

async function sizes(client, most = 1 << 24) {
  for (const size of SIZES.filter((s) => s <= most)) {
    await client.echo(text(size));
    await client.echo(noise(size));
  }
}

async function fragments(client) {
  for (const pieces of [["a", "b"], ["", "x", ""], Array(1000).fill("fragment "), ["κό", "σμε"]]) {
    pieces.forEach((piece, i) => client.socket.send(piece, { fin: i === pieces.length - 1 }));
    await client.expectEcho(pieces.join(""));
  }
  const large = noise(1 << 20);
  for (let at = 0; at < large.length; at += 4096) {
    client.socket.send(large.subarray(at, at + 4096), { fin: at + 4096 >= large.length });
  }
  await client.expectEcho(large);
}

async function pings(client) {
  for (const size of [0, 1, 124, 125]) {
    client.socket.ping(noise(size));
    const { pong } = await client.next();
    expect(pong?.equals(noise(size)), `a ping of ${size} bytes is answered with its payload`);
  }
  for (let i = 0; i < 100; i++) client.socket.ping(String(i));
  for (let i = 0; i < 100; i++) expect(String((await client.next()).pong) === String(i), "pongs in order");
  client.socket.pong("nobody asked");
  await client.echo("still here");
}

async function many(client) {
  for (const [count, size] of [[10_000, 10], [1000, 1024], [200, 1 << 17]]) {
    const message = text(size);
    for (let i = 0; i < count; i++) client.socket.send(message);
    for (let i = 0; i < count; i++) await client.expectEcho(message);
  }
}

async function closing() {
  for (const code of [1000, 1001, 1002, 1003, 1007, 1008, 1009, 1010, 1011, 1012, 1013, 1014, 3000, 3999, 4000, 4999]) {
    await (await Client.open()).close(code, "because " + code);
  }
  await (await Client.open()).close(1000, "");
  await (await Client.open()).close(1000, "é".repeat(61) + "x");
}

async function subprotocols() {
  const chosen = await Client.open("/echo", ["chat", "echo"]);
  expect(chosen.socket.protocol === "echo", "echo is chosen");
  await chosen.close();
}

/** Each set of parameters that ws can offer, with messages that refer to earlier ones. */
async function compression() {
  const offers = [true];
  for (const serverNoContextTakeover of [undefined, true]) {
    for (const clientNoContextTakeover of [undefined, true]) {
      for (const serverMaxWindowBits of [undefined, 9, 12, 15]) {
        for (const clientMaxWindowBits of [undefined, true, 9, 12, 15]) {
          offers.push({ serverNoContextTakeover, clientNoContextTakeover, serverMaxWindowBits, clientMaxWindowBits, threshold: 0 });
        }
      }
    }
  }
  for (const perMessageDeflate of offers) {
    const client = await Client.open("/echo", [], { perMessageDeflate });
    expect(client.socket.extensions.includes("permessage-deflate"), "compression is agreed");
    for (let i = 0; i < 5; i++) await client.echo(text(5000));
    await sizes(client, 1 << 16);
    await fragments(client);
    await client.echo("not compressed", { compress: false });
    await client.close();
  }
  const large = await Client.open("/echo", [], { perMessageDeflate: true });
  await sizes(large);
  await many(large);
  await large.close();
  const plain = await Client.open();
  expect(plain.socket.extensions === "", "no compression that was not offered");
  await plain.close();
}

async function plainDialect() {
  const client = await Client.open("/ws?user=ws&channel=clients", ["lifeline.plain"]);
  expect(JSON.parse((await client.next()).message).connected.channels[0] === "clients", "the greeting");
  client.socket.send('{"id":1,"publish":{"channel":"clients","data":"hello"}}');
  const answers = [JSON.parse((await client.next()).message), JSON.parse((await client.next()).message)];
  expect(answers.some((a) => a.id === 1 && a.publish.offset === 1), "the answer");
  expect(answers.some((a) => a.data === "hello"), "the message");
  await client.close();
}

async function inOneConnection(play) {
  const client = await Client.open();
  await play(client);
  await client.close();
}

const GROUPS = {
  sizes: () => inOneConnection(sizes),
  fragments: () => inOneConnection(fragments),
  pings: () => inOneConnection(pings),
  many: () => inOneConnection(many),
  closing,
  subprotocols,
  compression,
  "plain-dialect": plainDialect,
};

let failed = 0;
const lines = [];
for (const [name, play] of Object.entries(GROUPS)) {
  const began = Date.now();
  try {
    await play();
    lines.push(`ok      ws ${name} (${Date.now() - began} ms)`);
  } catch (error) {
    failed++;
    lines.unshift(`FAILED  ws ${name}: ${error.message}`);
  }
}
console.log(lines.join("\n"));
process.exit(failed === 0 ? 0 : 1);
