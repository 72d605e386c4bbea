import { benchCommands } from "./commands.ts";
import { benchHalting } from "./halting.ts";
import { benchPlanning } from "./planning.ts";
import { benchPreview } from "./preview.ts";
import { benchReading } from "./reading.ts";
import { printTable } from "./table.ts";

// Numbers to look at, not tests: they vary with the machine, the ratios less.
console.log("planning ...");
const planning = await benchPlanning();
console.log("reading ...");
const reading = await benchReading();
console.log("halting ...");
const halting = await benchHalting();
console.log("commands that read ...");
const commands = await benchCommands();
console.log("previews on the real engine ...");
const preview = await benchPreview();
console.log();
printTable([...preview, ...halting, ...commands, ...reading, ...planning]);
process.exit();
