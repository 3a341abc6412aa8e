import { readAnswer } from "./answer.ts";
import type { TypedDocumentString } from "./generated/graphql.ts";
import { itemsOf, type Page, type PageVariables, walk } from "./pages.ts";
import { type SubscribeOptions, subscribe } from "./subscription.ts";
import { createTransport, type DinClientOptions } from "./transport.ts";

export interface RequestOptions {
  readonly signal?: AbortSignal;
}

/** Variables may be left out where every one of them may. The document alone says which there are. */
export type VariablesArgument<Variables, Options> =
  Record<string, never> extends Variables
    ? [variables?: NoInfer<Variables>, options?: Options]
    : [variables: NoInfer<Variables>, options?: Options];

export interface DinClient {
  /**
   * Sends a typed document, once.
   *
   * @throws DinRequestError if the API answered with errors, DinProtocolError if what answered is not the API, and
   * whatever `fetch` throws for network failures and aborts
   */
  request<Result, Variables>(
    document: TypedDocumentString<Result, Variables>,
    ...rest: VariablesArgument<Variables, RequestOptions>
  ): Promise<Result>;

  /**
   * The items of a list, forward from the variables' `after`, in pages of their `first` (50 if it is left out). Pages are
   * asked for as their items are; leaving the loop asks for no more.
   *
   * @param select the list in a result; null ends it
   * @throws what `request` does, and DinPagingError if the document cannot go through the list
   *
   * @example
   * for await (const operator of din.items(OperatorsDocument, {}, (data) => data.operators)) console.log(operator.address);
   */
  items<Result, Variables extends PageVariables, Item>(
    document: TypedDocumentString<Result, Variables>,
    variables: NoInfer<Variables>,
    select: (result: Result) => Page<Item> | null | undefined,
    options?: RequestOptions,
  ): AsyncGenerator<Item, void, undefined>;

  /** The same list in whole pages. */
  pages<Result, Variables extends PageVariables, Found extends Page<unknown>>(
    document: TypedDocumentString<Result, Variables>,
    variables: NoInfer<Variables>,
    select: (result: Result) => Found | null | undefined,
    options?: RequestOptions,
  ): AsyncGenerator<Found, void, undefined>;

  /**
   * The results of a subscription. Connections that are lost are made again; documents that take `after` and ask for `cursor`
   * go on with the next event, so that none is left out or told twice. One that began without `after` and was cut off before its
   * first result begins anew with what comes then: `FeedCursorsDocument` says where to begin. Leaving the loop ends it.
   *
   * @throws DinRequestError for errors that do not pass; the signal's reason once that is aborted
   *
   * @example
   * const { feedCursors } = await din.request(FeedCursorsDocument);
   * for await (const { alerts } of din.subscribe(AlertFeedDocument, { after: feedCursors.alerts })) console.log(alerts.alert.message, alerts.cursor);
   */
  subscribe<Result, Variables>(
    document: TypedDocumentString<Result, Variables>,
    ...rest: VariablesArgument<Variables, SubscribeOptions>
  ): AsyncGenerator<Result, void, undefined>;
}

/**
 * A client of the DIN operator graph.
 *
 * @example
 * const din = createClient({ url: "http://127.0.0.1:4000/graphql" });
 * const { network } = await din.request(NetworkDocument);
 */
export function createClient(options: DinClientOptions): DinClient {
  const transport = createTransport(options);

  async function request<Result>(query: string, variables: unknown, { signal }: RequestOptions = {}): Promise<Result> {
    const accept = "application/graphql-response+json, application/json";
    return readAnswer<Result>(await transport.send(query, variables, accept, signal));
  }

  function pages<Result, Found extends Page<unknown>>(
    document: TypedDocumentString<Result, never>,
    variables: unknown,
    select: (result: Result) => Found | null | undefined,
    told?: RequestOptions,
  ) {
    const query = document.toString();
    return walk(query, variables, (page) => request<Result>(query, page, told), select);
  }

  return {
    request: (document, ...[variables, told]) => request(document.toString(), variables, told),
    pages,
    async *items(document, variables, select, told) {
      for await (const page of pages(document, variables, select, told)) {
        for (const item of itemsOf(page)) {
          told?.signal?.throwIfAborted();
          yield item;
        }
      }
    },
    subscribe: (document, ...[variables, told]) => subscribe(transport, document.toString(), variables, told ?? {}),
  };
}
