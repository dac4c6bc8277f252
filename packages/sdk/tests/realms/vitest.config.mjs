export default { test: { pool: 'vmThreads', include: ['*.test.mjs'] } };
