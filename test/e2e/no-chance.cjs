// Loaded into the app before its first line: chance is always low, so what is spread over minutes comes at once.
Math.random = () => 0.001;
