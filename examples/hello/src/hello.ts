import { duckdb } from '@sluice/destination-duckdb';
import { pipeline } from 'sluice';

const hello = pipeline({ name: 'hello', destination: duckdb('hello.duckdb'), dataset: 'mydata' });
const users = [{ id: 1, name: 'John', pets: [{ name: 'Rex' }, { name: 'Mia' }] }];
const info = await hello.run(users, { table: 'users' });
console.log(`${info}`);
console.log(await hello.dataset().table('users__pets').rows());
