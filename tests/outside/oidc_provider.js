// A real provider of OpenID Connect (npm oidc-provider) with one client; people type their id, “id-” and a name.
// Reads {"groups": {name: [...]}} and {"remove": name} as lines, and answers each with {"done": true}: from its input, and
// from connections to the port OIDC_WISHES, for those who did not start it. After it posted
// a logout token it writes {"logout_posted": client}, and {"logout_refused": why} if nobody took the token.
const http = require("node:http");
const net = require("node:net");
const readline = require("node:readline");
const { Provider } = require("oidc-provider");

// The provider warns of what is for trials alone; what it says must not stand between our lines.
console.info = console.warn = console.error;

const port = Number(process.env.OIDC_PORT);
const home = process.env.OIDC_HOME || "https://137.example.ir";
const issuer = `http://127.0.0.1:${port}`;
const groups = JSON.parse(process.env.OIDC_GROUPS || "{}");
const removed = new Set();

async function findAccount(ctx, id) {
  const name = id.replace(/^id-/, "");
  if (removed.has(name)) return undefined;
  return {
    accountId: id,
    claims: async () => ({
      sub: id,
      name: `${name} of Golgasht`,
      preferred_username: name,
      groups: groups[name] || [],
    }),
  };
}

const provider = new Provider(issuer, {
  clients: [
    {
      client_id: "peygir",
      client_secret: "a-secret-of-the-client-137",
      // A trial on this machine comes back to loopback by HTTP, which the standard allows to native clients.
      application_type: home.startsWith("http:") ? "native" : "web",
      redirect_uris: [`${home}/staff/oidc/back/`],
      post_logout_redirect_uris: [`${home}/`],
      grant_types: ["authorization_code", "refresh_token"],
      backchannel_logout_uri: process.env.OIDC_LOGOUT,
      backchannel_logout_session_required: true,
    },
  ],
  findAccount,
  claims: { openid: ["sub"], profile: ["name", "preferred_username", "groups"] },
  conformIdTokenClaims: process.env.OIDC_USERINFO === "1",
  cookies: { keys: ["keys-of-a-test"] },
  // It refuses to post to addresses of a private network or of loopback, where the client of this test is: without its
  // dispatcher, which ends such connections, they are posted like all others.
  fetch: (url, { dispatcher, ...options }) => globalThis.fetch(url, options),
  features: { devInteractions: { enabled: true }, backchannelLogout: { enabled: true } },
  issueRefreshToken: async () => true,
  pkce: { required: () => true },
});

provider.on("server_error", (ctx, error) => console.error(error));
provider.on("backchannel.success", (ctx, client) => console.log(JSON.stringify({ logout_posted: client.clientId })));
provider.on("backchannel.error", (ctx, error) =>
  console.log(JSON.stringify({ logout_refused: String(error.cause || error) })),
);

http.createServer(provider.callback()).listen(port, "127.0.0.1", () => {
  console.log(JSON.stringify({ issuer }));
});

function follow(input, answer) {
  return readline.createInterface({ input }).on("line", (line) => {
    const wish = JSON.parse(line);
    Object.assign(groups, wish.groups || {});
    if (wish.remove) removed.add(wish.remove);
    answer(JSON.stringify({ done: true }));
  });
}

follow(process.stdin, console.log).on("close", () => process.exit(0));
if (process.env.OIDC_WISHES) {
  net.createServer((asked) => follow(asked, (line) => asked.write(`${line}\n`))).listen(
    Number(process.env.OIDC_WISHES),
    "127.0.0.1",
  );
}
