// A real provider of OpenID Connect (npm oidc-provider) with one client; people are named by what they type.
// Reads {"groups": {name: [...]}} and {"remove": name} as lines, and answers each with {"done": true}.
const http = require("node:http");
const readline = require("node:readline");
const { Provider } = require("oidc-provider");

const port = Number(process.env.OIDC_PORT);
const issuer = `http://127.0.0.1:${port}`;
const groups = {};
const removed = new Set();

async function findAccount(ctx, id) {
  const name = id.replace(/^id-/, "");
  if (removed.has(name)) return undefined;
  return {
    accountId: `id-${name}`,
    claims: async () => ({
      sub: `id-${name}`,
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
      redirect_uris: ["https://137.example.ir/staff/oidc/back/"],
      post_logout_redirect_uris: ["https://137.example.ir/"],
      grant_types: ["authorization_code", "refresh_token"],
      backchannel_logout_uri: process.env.OIDC_LOGOUT,
      backchannel_logout_session_required: true,
    },
  ],
  findAccount,
  claims: { openid: ["sub"], profile: ["name", "preferred_username", "groups"] },
  conformIdTokenClaims: process.env.OIDC_USERINFO === "1",
  cookies: { keys: ["keys-of-a-test"] },
  features: { devInteractions: { enabled: true }, backchannelLogout: { enabled: true } },
  issueRefreshToken: async () => true,
  pkce: { required: () => true },
  fetch: (url, options) => fetch(url, { ...options, dispatcher: undefined }),
});

http.createServer(provider.callback()).listen(port, "127.0.0.1", () => {
  console.log(JSON.stringify({ issuer }));
});

readline
  .createInterface({ input: process.stdin })
  .on("line", (line) => {
    const wish = JSON.parse(line);
    Object.assign(groups, wish.groups || {});
    if (wish.remove) removed.add(wish.remove);
    console.log(JSON.stringify({ done: true }));
  })
  .on("close", () => process.exit(0));
