import { engineTests } from "./engine.ts";

engineTests("anvil");
