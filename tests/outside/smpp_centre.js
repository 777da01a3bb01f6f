// A message centre by npm's `smpp`, driven by the test: one JSON object a line in (what it delivers) and out (what it saw).
const smpp = require('smpp');
const readline = require('readline');

const say = (event) => process.stdout.write(JSON.stringify(event) + '\n');
let listening = null;
let submitted = 0;

const server = smpp.createServer({}, (session) => {
  session.on('error', () => {});
  session.on('bind_transceiver', (pdu) => {
    const isRight = pdu.system_id === 'city' && pdu.password === 'p@ss:w';
    session.send(pdu.response({ command_status: isRight ? smpp.ESME_ROK : smpp.ESME_RBINDFAIL }));
    listening = isRight ? session : listening;
    say({ bound: isRight, version: pdu.interface_version });
  });
  session.on('enquire_link', (pdu) => session.send(pdu.response()));
  session.on('unbind', (pdu) => { session.send(pdu.response()); session.close(); });
  session.on('submit_sm', (pdu) => {
    submitted += 1;
    session.send(pdu.response({ message_id: `id${submitted}` }));
    const said = pdu.short_message.message;
    say({
      to: pdu.destination_addr, coding: pdu.data_coding, esm: pdu.esm_class, id: `id${submitted}`,
      text: Buffer.isBuffer(said) ? said.toString('hex') : said,
      parts: pdu.short_message.udh ? [...pdu.short_message.udh[0]] : [],
    });
  });
});
server.listen(0, '127.0.0.1', () => say({ port: server.address().port }));

readline.createInterface({ input: process.stdin }).on('line', (line) => {
  const told = JSON.parse(line);
  if (told.hex !== undefined) told.short_message = Buffer.from(told.hex, 'hex');
  delete told.hex;
  listening.deliver_sm(told, (answer) => say({ acknowledged: answer.command_status, key: told.user_message_reference }));
}).on('close', () => process.exit(0));
