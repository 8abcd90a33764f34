// Issues and verifies the badges of a folder, so many at a time, when a line of its input asks for it.
// Source: the documentation of @digitalbazaar/vc, « Issuing » and « Verifying a Verifiable Credential ».

import {readFileSync} from 'node:fs';
import {createRequire} from 'node:module';
import {join} from 'node:path';
import {createInterface} from 'node:readline';
import {pathToFileURL} from 'node:url';

const [modules, folder] = process.argv.slice(2);
const {resolve} = createRequire(join(modules, 'package.json'));
const load = name => import(pathToFileURL(resolve(name)));
const vc = await load('@digitalbazaar/vc');
const {DataIntegrityProof} = await load('@digitalbazaar/data-integrity');
const {cryptosuite} = await load('@digitalbazaar/eddsa-rdfc-2022-cryptosuite');
const Ed25519Multikey = await load('@digitalbazaar/ed25519-multikey');

const read = name => JSON.parse(readFileSync(join(folder, name), 'utf8'));
const {known, now, method, controller, seed, unsigned, signed} = read('sheaf.json');
const documentLoader = async url => {
  if(!(url in known)) {
    throw new Error(`unknown address: ${url}`);
  }
  return {contextUrl: null, documentUrl: url, document: known[url]};
};
const key = await Ed25519Multikey.generate({id: method, controller, seed: new Uint8Array(seed)});
const checkStatus = async () => ({verified: true});
const suite = new DataIntegrityProof({cryptosuite, signer: key.signer(), date: now});

const acts = {
  async issue(document) {
    return vc.issue({credential: structuredClone(document), suite, documentLoader, now: new Date(now)});
  },
  async verify(document) {
    const found = await vc.verifyCredential({
      credential: document, suite: new DataIntegrityProof({cryptosuite}), documentLoader, checkStatus, now: new Date(now)
    });
    if(!found.verified) {
      throw found.error;
    }
  }
};
const places = {issue: 0, verify: 0};

for await (const line of createInterface({input: process.stdin})) {
  const [name, count] = line.split(' ');
  const documents = name === 'issue' ? unsigned : signed;
  for(let done = 0; done < Number(count); done++) {
    await acts[name](documents[places[name]++ % documents.length]);
  }
  console.log('done');
}
