import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { join, resolve } from "node:path";

const ROOT = resolve(import.meta.dirname, "../..");

/** Whether a process dies before the request that it has just made arrives anywhere, or before its answer arrives. */
export type Moment = "before it arrives" | "before its answer arrives";

export interface Fuse {
  /** In front of a server: counts what changes something there, and lets everything else pass. */
  guard(url: string): Promise<string>;
  /**
   * Runs `up` in a process of its own, and kills that with its changing request number `at`.
   * @returns the signal or the code with which it ended.
   */
  run(env: Readonly<Record<string, string>>, at: number, moment: Moment): Promise<string | number>;
  /** Runs once, before that request is passed on. */
  beforeLast?: (() => Promise<unknown>) | undefined;
  stop(): void;
}

/** A node is changed by raw transactions, a Safe Transaction Service by everything that is posted. */
function changes(method: string, path: string, body: string): boolean {
  return path.startsWith("/api/") ? method === "POST" : body.includes('"eth_sendRawTransaction"');
}

/** Loads everything and then waits to be told what to do. */
function start(): ChildProcess {
  return spawn(process.execPath, [join(import.meta.dirname, "up-child.ts")], {
    env: { ...process.env, NODE_COMPILE_CACHE: join(ROOT, ".cache", "node") },
    stdio: ["pipe", "ignore", "pipe"],
  });
}

export function fuse(): Fuse {
  const servers: ReturnType<typeof createServer>[] = [];
  let [child, next] = [undefined as ChildProcess | undefined, start()];
  let [left, dies]: [number, Moment] = [Infinity, "before it arrives"];

  async function kill(): Promise<void> {
    const ended = once(child!, "exit");
    child!.kill("SIGKILL");
    await ended;
  }

  const self: Fuse = {
    async guard(url) {
      const { origin, pathname } = new URL(url);
      const server = createServer((request, response) => {
        void (async () => {
          const parts: Buffer[] = [];
          for await (const part of request) parts.push(part as Buffer);
          const body = Buffer.concat(parts).toString();
          const { method = "GET", url: path = "/" } = request;
          const last = changes(method, path, body) && --left === 0;
          if (last && dies === "before it arrives") return kill();
          if (last) await self.beforeLast?.();
          const answer = await fetch(origin + path, {
            method,
            headers: { "content-type": "application/json" },
            ...(method === "GET" ? {} : { body }),
          });
          const text = await answer.text();
          if (last) return kill();
          response.writeHead(answer.status, { "content-type": "application/json" }).end(text);
        })();
      });
      servers.push(server);
      await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
      return `http://127.0.0.1:${(server.address() as AddressInfo).port}${pathname === "/" ? "" : pathname}`;
    },
    async run(env, at, moment) {
      [left, dies] = [at, moment];
      [child, next] = [next, start()];
      let said = "";
      child.stderr!.on("data", (part: Buffer) => (said += part.toString()));
      child.stdin!.end(JSON.stringify(env));
      const [code, signal] = (await once(child, "close")) as [number | null, string | null];
      left = Infinity;
      self.beforeLast = undefined;
      if (code !== null && code !== 0) throw new Error(said);
      return signal ?? code!;
    },
    stop() {
      next.kill();
      for (const server of servers) {
        server.closeAllConnections();
        server.close();
      }
    },
  };
  return self;
}
