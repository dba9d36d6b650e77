import express from 'express';
import mongoose from 'mongoose';
import { answerParent } from './child.ts';

/** The least that could take webhooks: one native insert, with the app's own write concern, then the answer. */
answerParent(async ({ databaseUri }: { databaseUri: string }) => {
  const client = await new mongoose.mongo.MongoClient(databaseUri, {
    maxPoolSize: 30,
    writeConcern: { w: 'majority', wtimeoutMS: 10_000 },
  }).connect();
  const received = client.db().collection('received');
  const app = express();
  app.post('/bigcommerce/webhooks/:storeHash', express.json(), async (request, response) => {
    const { scope, data } = request.body;
    await received.insertOne({ store: request.params.storeHash, scope, id: data.id, at: new Date() });
    response.status(200).end();
  });
  return new Promise((resolve, reject) => {
    const server = app.listen(0, '127.0.0.1', () => {
      const address = server.address();
      if (typeof address === 'object' && address !== null) resolve({ port: address.port });
      else reject(new Error('the receiver has no port'));
    });
  });
});
