/** Ponder wants an app here. */
import { Hono } from "hono";

export default new Hono();
