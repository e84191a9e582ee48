#pragma once
// libpq, and the two Linux calls with which a lane sleeps until there is something to read or somebody to obey.
#include <libpq-fe.h>
#include <poll.h>
#include <pthread.h>
#include <sys/eventfd.h>

// glibc declares it only under _GNU_SOURCE, which Swift's importer does not set.
extern int pthread_setname_np(pthread_t thread, const char *name);
