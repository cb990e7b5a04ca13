// The loader: an element with data-module="name" is handed to that module's mount(), once, when it appears.
// Modules are named here one by one so that the hashed file names of a release reach them.
export const modules = {};
