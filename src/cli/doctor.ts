import { diagnose, type Diagnosis } from "../doctor/doctor.ts";
import { diagnosisText } from "../doctor/text.ts";
import type { Examined } from "../examine.ts";
import { terminal } from "../report/paint.ts";
import { jsonText } from "../visible.ts";
import { EXIT } from "./exit-codes.ts";
import { write } from "./output.ts";
import { openStack } from "./stack.ts";

export interface DoctorOptions {
  readonly stack: string;
  readonly json?: boolean;
  readonly strict?: boolean;
}

export async function doctorCommand({ stack, json, strict }: DoctorOptions): Promise<number> {
  const { examined } = await openStack(stack, { everySet: true });
  const diagnosis = diagnose(examined);
  write(json ? jsonText(diagnosis) : diagnosisText(diagnosis, terminal));
  return doctorCode(examined, diagnosis, strict);
}

export function doctorCode({ plan }: Pick<Examined, "plan">, { summary }: Diagnosis, strict = false): number {
  if (plan.unreadable.length > 0) return EXIT.unread;
  return summary.fail > 0 || (strict && summary.warn > 0) ? EXIT.differs : EXIT.clean;
}
