const kept = [];
while (kept.length * 8 < Number(process.argv[2])) kept.push(Buffer.alloc(8 << 20, 1));
console.log("took", kept.length * 8, "MiB");
