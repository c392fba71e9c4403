// node settings-postgres.mjs '{ "database", "told" }': prints a server's version, and the settings that are asked for.
import pg from 'pg';

const { database, told } = JSON.parse(process.argv[2]);
const client = new pg.Client(database);
await client.connect();
const show = async (name) => (await client.query(`SHOW ${name}`)).rows[0][name];
const settings = [];
for (const name of told) settings.push(`${name} ${await show(name)}`);
console.log(JSON.stringify(`${await show('server_version')} (${settings.join(', ')})`));
await client.end();
