/** Ponder wants an app here. `/health`, `/ready`, `/status` and `/metrics` are its own; the public API is in `api/`. */
import { Hono } from "hono";

export default new Hono();
