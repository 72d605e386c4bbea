import type { Reading } from "../chain/read-endpoints.ts";
import { diff } from "../diff/diff.ts";
import { projectRoot } from "../project.ts";
import { readStackFile } from "../read.ts";
import { EXIT } from "./exit-codes.ts";
import { fileOf } from "./stack-file.ts";

/** For commands that show what there is and plan nothing, with every setter and role. @param stack a name or a path. */
export function openReading(stack: string): Promise<Reading> {
  return readStackFile(projectRoot(), fileOf(stack), { everySet: true });
}

/** 3 where a value of the file could not be read; that one differs is no concern of such a command. */
export function readingCode({ desired, live }: Reading): number {
  return diff(desired, live).unreadable.length > 0 ? EXIT.unread : EXIT.clean;
}
