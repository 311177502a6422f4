package com.planitai.kpi.server.files;

import java.util.Set;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkException;

/** What a failure of S3 means, in a sentence for whoever has to mend it. */
final class S3Faults {
    private static final int MOVED = 301;
    private static final int FORBIDDEN = 403;
    private static final String WRONG_REGION = "AuthorizationHeaderMalformed";
    private static final String NO_BUCKET = "NoSuchBucket";
    /** Codes of a 403 whose reason is the credentials, and not what their owner may do. */
    private static final Set<String> CREDENTIALS = Set.of(
            "InvalidAccessKeyId", "SignatureDoesNotMatch", "ExpiredToken", "InvalidToken", "RequestTimeTooSkewed");

    private S3Faults() {}

    static String sentence(BucketSettings bucket, String operation, SdkException failure) {
        String what = "the object store " + bucket + " ";
        if (!(failure instanceof AwsServiceException answer) || answer.awsErrorDetails() == null) {
            return what + "did not do " + operation + ": " + failure.getMessage();
        }
        String code = answer.awsErrorDetails().errorCode();
        String answered = operation + " was answered " + answer.statusCode() + " " + code;
        if (NO_BUCKET.equals(code)) {
            return what + "does not exist (" + answered + "): make the bucket, or correct OBJECT_STORE";
        }
        if (answer.statusCode() == MOVED || WRONG_REGION.equals(code)) {
            return what + "is in another region (" + answered + "): correct region in OBJECT_STORE, or AWS_REGION";
        }
        if (answer.statusCode() == FORBIDDEN && CREDENTIALS.contains(code)) {
            return what + "does not accept the credentials (" + answered
                    + "): correct those of this program's role or environment, and the clock";
        }
        if (answer.statusCode() == FORBIDDEN) {
            return what + "is not open to this program (" + answered
                    + "): allow its role s3:ListBucket on the bucket, and s3:GetObject, s3:PutObject, s3:DeleteObject "
                    + "and s3:AbortMultipartUpload on its objects, and the use of the bucket's key where it has one";
        }
        return what + "failed: " + answered;
    }
}
