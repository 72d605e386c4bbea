import { engineTests } from "./engine.ts";

engineTests("hardhat");
