import type { Examined } from "../examine.ts";
import type { Proof } from "../prove/proof.ts";

interface Metric {
  readonly name: string;
  readonly help: string;
  readonly samples: readonly (readonly [labels: Readonly<Record<string, string>>, value: number])[];
}

/** The state of a stack as OpenMetrics. Nothing is counted that was not read. */
export function metricsOf({ desired, live, plan }: Examined, proof?: Proof): string {
  const stack = { stack: desired.stack };
  const open = plan.changes.filter(({ observe }) => !observe);
  return text([
    read(desired.stack, 1),
    {
      name: "ordinance_differences",
      help: "Managed values that differ from the stack file.",
      samples: desired.modules.map(({ name }) => [
        { ...stack, module: name },
        open.filter(({ module }) => module === name).length,
      ]),
    },
    {
      name: "ordinance_unreadable",
      help: "Managed values that could not be read.",
      samples: [[stack, plan.unreadable.length]],
    },
    {
      name: "ordinance_conflicts",
      help: "Queued operations and proposals that no longer fit.",
      samples: [[stack, plan.conflicts.length + plan.rejected.length]],
    },
    {
      name: "ordinance_in_flight",
      help: "Timelock operations that make needed calls.",
      samples: (["queued", "ready"] as const).map((state) => [
        { ...stack, state },
        plan.inFlight.filter((each) => each.state === state).length,
      ]),
    },
    {
      name: "ordinance_refused",
      help: "Values that no plan can bring about.",
      samples: [[stack, plan.refusals.length]],
    },
    {
      name: "ordinance_scan_complete",
      help: "1 if all logs were scanned.",
      samples: [[stack, live.scan.complete ? 1 : 0]],
    },
    { name: "ordinance_block", help: "Block that was read.", samples: [[stack, Number(live.block.number)]] },
    ...(proof?.converges === undefined
      ? []
      : [
          {
            name: "ordinance_plan_converges",
            help: "1 if the plan, tried out, ends where the file says.",
            samples: [[stack, proof.converges ? 1 : 0] as const],
          },
        ]),
  ]);
}

/** Of a chain that could not be read: that, and nothing that could be taken for a number of differences. */
export function unreadMetrics(stack: string): string {
  return text([read(stack, 0)]);
}

function read(stack: string, value: number): Metric {
  return {
    name: "ordinance_read",
    help: "1 if the chain was read, 0 if it could not be.",
    samples: [[{ stack }, value]],
  };
}

function text(metrics: readonly Metric[]): string {
  const lines = metrics.flatMap(({ name, help, samples }) => [
    `# TYPE ${name} gauge`,
    `# HELP ${name} ${help}`,
    ...samples.map(([labels, value]) => {
      const pairs = Object.entries(labels).map(([key, label]) => `${key}=${JSON.stringify(label)}`);
      return `${name}{${pairs.join(",")}} ${value}`;
    }),
  ]);
  return [...lines, "# EOF"].join("\n");
}
