import { JsonRpcProvider } from "ethers";
import { encodeGetter } from "../src/chain/abi.ts";
import { takeSnapshot } from "../src/chain/snapshot.ts";
import { httpTransport } from "../src/chain/transport.ts";
import { deployedChain } from "../test/support/deployed.ts";
import { startProxy } from "../test/support/proxy.ts";
import { median, milliseconds, type Row } from "./table.ts";

const READS = 4_344;
const LATENCY = 50;
const SERIAL = 100;

/** Many reads from a local endpoint with a delay, against one call after the other. */
export async function benchReading(): Promise<Row[]> {
  const chain = await deployedChain("anvil");
  const proxy = await startProxy(chain.url, { latency: LATENCY });
  const data = encodeGetter("feePct()", []);
  const to = chain.addresses.stakeManager;
  const request = {
    chainId: 31337n,
    calls: Array.from({ length: READS }, () => ({ to, data })),
    slots: [],
    codeOf: [to],
  };
  const transport = httpTransport(proxy.url);
  const one = httpTransport(proxy.url);

  const trips: number[] = [];
  for (let index = 0; index < 10; index++) {
    trips.push((await milliseconds(() => one.post([{ method: "eth_chainId", params: [] }]))).ms);
  }
  const trip = median(trips);
  await takeSnapshot(transport, request);
  const posts = transport.posts;
  const times: number[] = [];
  for (let index = 0; index < 5; index++) times.push((await milliseconds(() => takeSnapshot(transport, request))).ms);
  const snapshot = median(times);

  const provider = new JsonRpcProvider(proxy.url, 31337, { staticNetwork: true, cacheTimeout: -1, batchMaxCount: 1 });
  const serial = await milliseconds(async () => {
    for (let index = 0; index < SERIAL; index++) await provider.call({ to, data });
  });
  const whole = (serial.ms / SERIAL) * READS;
  provider.destroy();
  await proxy.stop();
  await chain.stop();
  return [
    { what: `POSTs for a snapshot of ${READS} reads`, value: String(posts), goal: "1", met: posts === 1 },
    {
      what: `snapshot of ${READS} reads, ${LATENCY} ms added latency (one round trip: ${trip.toFixed(0)} ms)`,
      value: `${snapshot.toFixed(0)} ms`,
      goal: `at most 3 round trips (${(3 * trip).toFixed(0)} ms)`,
      met: snapshot <= 3 * trip,
    },
    {
      what: `the same by serial ethers calls (from ${SERIAL} calls)`,
      value: `${(whole / 1000).toFixed(0)} s`,
      goal: `${(whole / snapshot).toFixed(0)} times as long`,
    },
  ];
}
