#include "CReference.h"

#include <nng/nng.h>
#include <nng/protocol/reqrep0/rep.h>
#include <nng/protocol/reqrep0/req.h>
#include <nng/supplemental/util/platform.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

static double now_seconds(void) {
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return (double)time.tv_sec + (double)time.tv_nsec * 1e-9;
}

// A server's context: receives, and sends what it received.
struct echo {
    nng_ctx context;
    nng_aio *aio;
    int sending;
};

static void echo_step(void *argument) {
    struct echo *echo = argument;
    if (nng_aio_result(echo->aio) != 0) {
        if (nng_aio_result(echo->aio) == NNG_ECLOSED) return;
        if (echo->sending) nng_msg_free(nng_aio_get_msg(echo->aio));
        echo->sending = 0;
        nng_ctx_recv(echo->context, echo->aio);
        return;
    }
    if (echo->sending) {
        echo->sending = 0;
        nng_ctx_recv(echo->context, echo->aio);
    } else {
        // The received message, still in the aio, is what is sent.
        echo->sending = 1;
        nng_ctx_send(echo->context, echo->aio);
    }
}

int reference_echo_serve(const char *url, int contexts) {
    nng_socket socket;
    int result = nng_rep0_open(&socket);
    if (result != 0) return result;
    nng_socket_set_size(socket, NNG_OPT_RECVMAXSZ, 4 << 20);
    if ((result = nng_listen(socket, url, NULL, 0)) != 0) return result;
    struct echo *echoes = calloc((size_t)contexts, sizeof *echoes);
    for (int i = 0; i < contexts; i++) {
        if ((result = nng_ctx_open(&echoes[i].context, socket)) != 0) return result;
        if ((result = nng_aio_alloc(&echoes[i].aio, echo_step, &echoes[i])) != 0) return result;
        nng_ctx_recv(echoes[i].context, echoes[i].aio);
    }
    for (;;) nng_msleep(1000);
}

int reference_relay_serve(const char *url, const char *next) {
    nng_socket front, back;
    int result = nng_rep0_open_raw(&front);
    if (result == 0) result = nng_req0_open_raw(&back);
    if (result != 0) return result;
    nng_socket_set_size(front, NNG_OPT_RECVMAXSZ, 4 << 20);
    nng_socket_set_size(back, NNG_OPT_RECVMAXSZ, 4 << 20);
    if ((result = nng_dial(back, next, NULL, NNG_FLAG_NONBLOCK)) != 0) return result;
    if ((result = nng_listen(front, url, NULL, 0)) != 0) return result;
    return nng_device(front, back);
}

// One of the requests that are under way: sends, receives, and begins again.
struct caller {
    nng_ctx context;
    nng_aio *aio;
    int receiving;
    struct run *run;
};

struct run {
    pthread_mutex_t mutex;
    pthread_cond_t finished;
    int to_send;
    int to_receive;
    int failure;
    int bytes;
    void *payload;
};

static void fail(struct run *run, int code) {
    pthread_mutex_lock(&run->mutex);
    run->failure = code;
    pthread_cond_signal(&run->finished);
    pthread_mutex_unlock(&run->mutex);
}

static void call_next(struct caller *caller) {
    struct run *run = caller->run;
    pthread_mutex_lock(&run->mutex);
    int more = run->to_send > 0;
    if (more) run->to_send--;
    pthread_mutex_unlock(&run->mutex);
    if (!more) return;
    nng_msg *message;
    int result = nng_msg_alloc(&message, 0);
    if (result == 0) result = nng_msg_append(message, run->payload, (size_t)run->bytes);
    if (result != 0) {
        fail(run, result);
        return;
    }
    nng_aio_set_msg(caller->aio, message);
    caller->receiving = 0;
    nng_ctx_send(caller->context, caller->aio);
}

static void call_step(void *argument) {
    struct caller *caller = argument;
    struct run *run = caller->run;
    int result = nng_aio_result(caller->aio);
    if (result != 0) {
        if (!caller->receiving) nng_msg_free(nng_aio_get_msg(caller->aio));
        fail(run, result);
        return;
    }
    if (!caller->receiving) {
        caller->receiving = 1;
        nng_ctx_recv(caller->context, caller->aio);
        return;
    }
    nng_msg_free(nng_aio_get_msg(caller->aio));
    pthread_mutex_lock(&run->mutex);
    if (--run->to_receive == 0) pthread_cond_signal(&run->finished);
    pthread_mutex_unlock(&run->mutex);
    call_next(caller);
}

double reference_echo_call(const char *url, int requests, int in_flight, int bytes) {
    nng_socket socket;
    int result = nng_req0_open(&socket);
    if (result != 0) return -result;
    nng_socket_set_ms(socket, NNG_OPT_REQ_RESENDTIME, NNG_DURATION_INFINITE);
    nng_socket_set_size(socket, NNG_OPT_RECVMAXSZ, 4 << 20);
    for (int tries = 0; (result = nng_dial(socket, url, NULL, 0)) != 0 && tries < 100; tries++)
        nng_msleep(20);
    if (result != 0) return -result;
    struct run run = {.to_send = requests, .to_receive = requests, .bytes = bytes};
    pthread_mutex_init(&run.mutex, NULL);
    pthread_cond_init(&run.finished, NULL);
    run.payload = calloc(1, (size_t)bytes);
    struct caller *callers = calloc((size_t)in_flight, sizeof *callers);
    for (int i = 0; i < in_flight; i++) {
        callers[i].run = &run;
        nng_ctx_open(&callers[i].context, socket);
        nng_aio_alloc(&callers[i].aio, call_step, &callers[i]);
        nng_aio_set_timeout(callers[i].aio, 10000);
    }
    double start = now_seconds();
    for (int i = 0; i < in_flight; i++) call_next(&callers[i]);
    pthread_mutex_lock(&run.mutex);
    while (run.to_receive > 0 && run.failure == 0) pthread_cond_wait(&run.finished, &run.mutex);
    double elapsed = now_seconds() - start;
    int failure = run.failure;
    pthread_mutex_unlock(&run.mutex);
    for (int i = 0; i < in_flight; i++) {
        nng_aio_stop(callers[i].aio);
        nng_ctx_close(callers[i].context);
        nng_aio_free(callers[i].aio);
    }
    nng_close(socket);
    free(callers);
    free(run.payload);
    return failure != 0 ? -failure : elapsed;
}
