// A handler for measurements: it reads an event as JSON, and answers with a few bytes, or with the event's member "answer". It
// speaks the Runtime API by itself, so that nothing has to be installed for it but Node.
import http from 'node:http';

const api = `http://${process.env.AWS_LAMBDA_RUNTIME_API}/2018-06-01/runtime/invocation/`;
const agent = new http.Agent({ keepAlive: true });

function call(method, path, body) {
  return new Promise((resolve, reject) => {
    const request = http.request(api + path, { method, agent }, (response) => {
      const pieces = [];
      response.on('data', (piece) => pieces.push(piece));
      response.on('end', () => resolve({ headers: response.headers, body: Buffer.concat(pieces) }));
    });
    request.on('error', reject);
    request.end(body);
  });
}

for (;;) {
  const next = await call('GET', 'next');
  const event = JSON.parse(next.body);
  const answer = event.answer ?? { handled: next.body.length };
  await call('POST', `${next.headers['lambda-runtime-aws-request-id']}/response`, JSON.stringify(answer));
}
