/**
 * What one would write for this one question: node:http, one prepared statement, JSON.stringify. It trusts its caller
 * and the database: no arguments, no limits, no error codes, no look at whose registry is mirrored and how far.
 */
import { createServer } from "node:http";
import pg from "pg";
import { getAddress } from "viem";

const pool = new pg.Pool({
  connectionString: process.env.DATABASE_URL,
  max: 10,
  options: `-c search_path=${process.env.VIEWS_SCHEMA}`,
});

const statement = {
  name: "operators",
  text: `
    select s.address, s.registered_at, s.tier, s.status, s.stake_value as active,
           div(o.eth_unbonding * r.eth, 1e18) + div(o.wsteth_unbonding * r.wsteth, 1e18) as unbonding,
           div(o.eth_locked * r.eth, 1e18) + div(o.wsteth_locked * r.wsteth, 1e18) as locked,
           o.score, o.score_window_end
    from din_api.operator_sort s
    join operator o on o.address = s.address
    cross join (select max(rate_e_18) filter (where asset = 'ETH') as eth,
                       max(rate_e_18) filter (where asset = 'WSTETH') as wsteth from asset_rate) r
    order by s.registered_at desc, s.address desc
    limit 51`,
};

interface Row {
  readonly address: string;
  readonly registered_at: string;
  readonly tier: string;
  readonly status: string;
  readonly active: string;
  readonly unbonding: string;
  readonly locked: string;
  readonly score: number | null;
  readonly score_window_end: string | null;
}

const time = (seconds: string) => new Date(Number(seconds) * 1000).toISOString();

function cursor(row: Row): string {
  return Buffer.from(JSON.stringify([1, "operators:REGISTRATION:DESC", row.registered_at, row.address])).toString(
    "base64url",
  );
}

async function answer(): Promise<string> {
  const { rows } = await pool.query<Row>(statement);
  const shown = rows.slice(0, 50);
  const last = shown.at(-1);
  return JSON.stringify({
    data: {
      operators: {
        nodes: shown.map((row) => ({
          address: getAddress(row.address),
          tier: row.tier,
          status: row.status,
          stake: { active: row.active, unbonding: row.unbonding, locked: row.locked },
          publishedScore:
            row.score === null || row.score_window_end === null
              ? null
              : { value: row.score / 100, windowEnd: time(row.score_window_end) },
        })),
        pageInfo: { hasNextPage: rows.length > 50, endCursor: last === undefined ? null : cursor(last) },
      },
    },
  });
}

const server = createServer((request, response) => {
  if (request.url === "/health") {
    response.end();
    return;
  }
  request.resume();
  answer().then(
    (body) => {
      response.writeHead(200, {
        "content-type": "application/json; charset=utf-8",
        "content-length": Buffer.byteLength(body),
      });
      response.end(body);
    },
    (error: unknown) => {
      response.writeHead(500);
      response.end(String(error));
    },
  );
});
server.listen(Number(process.env.PORT), "127.0.0.1");
process.on("SIGTERM", () => process.exit(0));
