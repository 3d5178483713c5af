package io.crier.server.simulator;

/**
 * What one answer says that a guest did, or was refused.
 *
 * @param by as which user
 * @param of what asked for it; it was answered by itself, or as a part of EXEC
 */
record Act(Login by, Does does, Question of, boolean refused) {
    /** What came of it if it was allowed. */
    enum Does {
        JOIN,
        LEAVE,
        PUBLISH,
        ENTER,
        /** It asked to be another user, and listens to more than that one may. */
        STAY_OUT,
        /** Nothing that others could see, or nothing yet. */
        ASK
    }

    /** Something that took effect, or was refused. */
    static Act of(Login by, Question question, boolean executing, boolean refused) {
        boolean never = question.is("SSUBSCRIBE") && executing;
        return new Act(by, never ? Does.ASK : does(question), question, refused);
    }

    /** Something that was queued. */
    static Act queued(Login by, Question question) {
        return new Act(by, Does.ASK, question, false);
    }

    /** Something that was refused because it would let the guest go on to hear too much. */
    static Act stayedOut(Login by, Question question) {
        return new Act(by, Does.STAY_OUT, question, false);
    }

    private static Does does(Question question) {
        if (question.publish != null) {
            return Does.PUBLISH;
        }
        if (question.is("AUTH")) {
            return Does.ENTER;
        }
        return question.joins() ? Does.JOIN : question.leaves() ? Does.LEAVE : Does.ASK;
    }
}
