import { setMaxListeners } from "node:events";
import { main } from "./main.js";
import { processTerminal } from "./terminal.js";

// Many kernel calls of one task listen to its one abort signal at once.
setMaxListeners(256);
process.exitCode = await main(process.argv.slice(2), processTerminal());
