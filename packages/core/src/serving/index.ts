export { type FolderServer, type ServeOptions, serveFolder } from "./serve-folder.js";
