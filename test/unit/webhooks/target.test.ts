/** Which URLs and addresses a webhook may have: a table of what was tried against others. */
import { describe, expect, test } from "vitest";
import { addressesOf, PrivateTargetError } from "../../../api/webhooks/resolve.ts";
import { checkedUrl, hostOf, isPublicAddress } from "../../../api/webhooks/target.ts";

const PUBLIC = ["1.1.1.1", "8.8.8.8", "172.15.255.255", "172.32.0.1", "223.255.255.254", "2606:4700::1111", "2a00::1"];

const NOT_PUBLIC = [
  ["0.0.0.0", "this host"],
  ["0.1.2.3", "this network"],
  ["10.0.0.1", "private"],
  ["100.64.0.1", "a carrier's own"],
  ["100.100.100.200", "Alibaba's metadata"],
  ["127.0.0.1", "loopback"],
  ["127.255.255.254", "loopback"],
  ["168.63.129.16", "Azure's platform"],
  ["169.254.169.254", "metadata of most clouds"],
  ["172.16.0.1", "private"],
  ["172.31.255.255", "private"],
  ["192.0.0.192", "Oracle's metadata"],
  ["192.0.2.1", "documentation"],
  ["192.88.99.1", "relays of 6to4"],
  ["192.168.1.1", "private"],
  ["198.18.0.1", "benchmarks"],
  ["203.0.113.9", "documentation"],
  ["224.0.0.1", "multicast"],
  ["240.0.0.1", "reserved"],
  ["255.255.255.255", "broadcast"],
  ["::", "unspecified"],
  ["::1", "loopback"],
  ["::127.0.0.1", "IPv4, compatible"],
  ["::8.8.8.8", "IPv4, compatible, even a public one"],
  ["::ffff:10.0.0.1", "IPv4, mapped"],
  ["::ffff:7f00:1", "IPv4, mapped"],
  ["::ffff:0:127.0.0.1", "IPv4, translated"],
  ["64:ff9b::7f00:1", "NAT64"],
  ["64:ff9b::808:808", "NAT64 of a public one"],
  ["64:ff9b:1::1", "NAT64 of one's own"],
  ["100::1", "discard"],
  ["2001::1", "Teredo"],
  ["2001:db8::1", "documentation"],
  ["2002:7f00:1::", "6to4 of loopback"],
  ["2002:808:808::1", "6to4 of a public one"],
  ["fc00::1", "unique local"],
  ["fd00:ec2::254", "Amazon's metadata"],
  ["fe80::1", "link-local"],
  ["fe80::1%eth0", "link-local with its link"],
  ["fec0::1", "site-local"],
  ["ff02::1", "multicast"],
  ["4000::1", "not given to anybody"],
  ["", "nothing"],
  ["example.org", "no address"],
] as const;

describe("addresses", () => {
  test.each(PUBLIC)("%s is public", (address) => {
    expect(isPublicAddress(address)).toBe(true);
  });

  test("a public one of IPv4 that is mapped is what it is", () => {
    expect(isPublicAddress("::ffff:8.8.8.8")).toBe(true);
  });

  test.each(NOT_PUBLIC)("%s is not: %s", (address) => {
    expect(isPublicAddress(address)).toBe(false);
  });
});

describe("hosts that are addresses in disguise are what they mean, and refused", () => {
  const resolve = () => Promise.reject(new Error("nobody is to be asked"));
  test.each([
    ["https://2130706433/", "127.0.0.1"],
    ["https://0x7f000001/", "127.0.0.1"],
    ["https://0x7f.1/", "127.0.0.1"],
    ["https://017700000001/", "127.0.0.1"],
    ["https://0177.0.0.1/", "127.0.0.1"],
    ["https://127.1/", "127.0.0.1"],
    ["https://0/", "0.0.0.0"],
    ["https://127.0.0.1./", "127.0.0.1"],
    ["https://%31%32%37.0.0.1/", "127.0.0.1"],
    ["https://①②⑦.⓪.⓪.①/", "127.0.0.1"],
    ["https://169.254.43518/", "169.254.169.254"],
    ["https://2852039166/latest/meta-data/", "169.254.169.254"],
    ["https://[::1]/", "::1"],
    ["https://[0:0:0:0:0:ffff:127.0.0.1]/", "::ffff:7f00:1"],
    ["https://[::ffff:a9fe:a9fe]/", "::ffff:a9fe:a9fe"],
    ["https://[64:ff9b::10.0.0.1]/", "64:ff9b::a00:1"],
  ])("%s", async (text, address) => {
    const host = hostOf(checkedUrl(text, false));
    expect(host).toBe(address);
    await expect(addressesOf(host, { allowPrivate: false, resolve })).rejects.toBeInstanceOf(PrivateTargetError);
    expect(await addressesOf(host, { allowPrivate: true, resolve })).toMatchObject([{ address }]);
  });
});

describe("names", () => {
  const resolving = (...addresses: string[]) => ({
    allowPrivate: false,
    resolve: () => Promise.resolve(addresses.map((address) => ({ address, family: address.includes(":") ? 6 : 4 }))),
  });

  test("with public addresses alone are taken, with all of them", async () => {
    expect(await addressesOf("a.example", resolving("8.8.8.8", "2606:4700::1"))).toHaveLength(2);
  });

  test.each([[["10.0.0.1"]], [["8.8.8.8", "127.0.0.1"]], [["8.8.8.8", "::1"]]])(
    "with %j are refused",
    async (found) => {
      await expect(addressesOf("a.example", resolving(...found))).rejects.toBeInstanceOf(PrivateTargetError);
    },
  );

  test.each(["localhost", "localhost.", "a.localhost"])("%s is this machine, whatever it resolves to", async (name) => {
    await expect(addressesOf(name, resolving("8.8.8.8"))).rejects.toBeInstanceOf(PrivateTargetError);
    expect(await addressesOf(name, { ...resolving("127.0.0.1"), allowPrivate: true })).toHaveLength(1);
  });

  test("localhost elsewhere in a name is nothing special", async () => {
    expect(await addressesOf("localhost.example", resolving("8.8.8.8"))).toHaveLength(1);
    expect(await addressesOf("notlocalhost", resolving("8.8.8.8"))).toHaveLength(1);
  });

  test("with none cannot be reached", async () => {
    await expect(addressesOf("a.example", resolving())).rejects.toThrow("has no address");
  });
});

describe("URLs", () => {
  test.each([
    ["https://Example.org", "https://example.org/"],
    ["https://example.org:8443/a?b=c", "https://example.org:8443/a?b=c"],
    ["https://bücher.example/ä", "https://xn--bcher-kva.example/%C3%A4"],
  ])("%s is taken as %s", (text, href) => {
    expect(checkedUrl(text, false).href).toBe(href);
  });

  test("plain http only where it is allowed", () => {
    expect(checkedUrl("http://localhost:3000/", true).href).toBe("http://localhost:3000/");
    expect(() => checkedUrl("http://example.org/", false)).toThrow("https://");
  });

  test.each([
    ["nothing", ""],
    ["no scheme", "example.org"],
    ["no scheme of its own", "//example.org"],
    ["no host", "https://"],
    ["half an address", "https://[::1"],
    ["a blank", "https://a b/"],
    ["a number too large", "https://256.256.256.256/"],
    ["another scheme", "ftp://example.org/"],
    ["a file", "file:///etc/passwd"],
    ["gopher", "gopher://example.org/"],
    ["a script", "javascript:alert(1)"],
    ["data", "data:text/plain,x"],
    ["a user", "https://user@example.org/"],
    ["a user and a password", "https://user:secret@example.org/"],
    ["a password", "https://:secret@example.org/"],
    ["a fragment", "https://example.org/#part"],
    ["an empty fragment", "https://example.org/#"],
    ["a port too large", "https://example.org:65536/"],
    ["too much text", `https://example.org/${"x".repeat(2_048)}`],
    ["too much text once it is encoded", `https://example.org/${"ä".repeat(1_000)}`],
  ])("%s is refused", (_what, text) => {
    for (const allowPrivate of [false, true]) {
      expect(() => checkedUrl(text, allowPrivate)).toThrow(
        expect.objectContaining({ code: "INVALID_URL", path: ["input", "url"] }),
      );
    }
  });
});
