/* Gives a plain Node child what Electron gives a utility process: a parent port with a reply port. */
Object.assign(process, {
  parentPort: {
    once(_event: 'message', listener: (event: unknown) => void): void {
      process.once('message', (data) => {
        const reply = {
          postMessage: (message: unknown) => process.send?.(message),
          on: (_close: 'close', closed: () => void) => process.once('disconnect', closed),
          start(): void {},
        };
        listener({ data, ports: [reply] });
      });
    },
  },
});
