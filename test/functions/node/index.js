// A function on AWS's runtime client for Node, aws-lambda-ric, for tests. Like echo, it writes down what it saw, one
// line each. The handler "echo" answers with the text of the event, or fails if the event's member "do" says "fail".
// The handler "stream" answers in two pieces, and does not write the second before the file that the variable GATE
// names is there; "do" says how: "stream", "stream-http" or "stream-fail".
'use strict';

const fs = require('node:fs');
const { setTimeout: pause } = require('node:timers/promises');

// The client gives handlers what it has parsed, and keeps the bytes to itself. The text is remembered by the object
// that was made of it, since nothing else tells which of the texts that are parsed is the event.
const texts = new WeakMap();
const parse = JSON.parse;
JSON.parse = (text, ...more) => {
  const value = parse(text, ...more);
  if (typeof value === 'object' && value !== null) texts.set(value, text);
  return value;
};

// The console is the client's, which puts a time and an id before every line.
function note(event, context) {
  const line = {
    saw: 'event', request_id: context.awsRequestId, trace: process.env._X_AMZN_TRACE_ID,
    event: Buffer.from(texts.get(event)).toString('base64'),
  };
  fs.writeSync(1, JSON.stringify(line) + '\n');
}

function failure() {
  const err = new Error('the function was told to fail');
  err.name = 'Function.Told';
  return err;
}

exports.echo = async (event, context) => {
  note(event, context);
  if (event.do === 'fail') throw failure();
  return texts.get(event);
};

exports.stream = awslambda.streamifyResponse(async (event, response, context) => {
  note(event, context);
  if (event.do === 'stream-http') {
    response = awslambda.HttpResponseStream.from(response, { statusCode: 200, headers: { 'content-type': 'text/plain' } });
  }
  response.write('first ');
  while (!fs.existsSync(process.env.GATE)) await pause(5);
  if (event.do === 'stream-fail') throw failure();
  response.end('second');
});
