#!/usr/bin/env node
// Committed and executable, so that npm links the command before anything is built.
import "../dist/bin.js";
