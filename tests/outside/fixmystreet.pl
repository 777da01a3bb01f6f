#!/usr/bin/env perl
# Runs FixMyStreet's own code for the tests beside this file: reads one JSON object a line, answers with one.
#
# FixMyStreet is not part of this repository. The test names its folder in @INC (perl -I) and its configuration in
# FMS_OVERRIDE_CONFIG. Each command below makes rows in FixMyStreet's database as its web pages do, calls the module
# that FixMyStreet's daemons call, and returns what the database holds afterwards.

use strict;
use warnings;
use utf8;

BEGIN {
    binmode STDERR, ':encoding(UTF-8)';
    # Every council's own branding is loaded at the start; those whose modules are not installed are passed over.
    my $warn = sub { print STDERR @_ unless $_[0] =~ /^Couldn't require FixMyStreet::|^setlogsock/ };
    $SIG{__WARN__} = $warn;
    # The client of a provider of text messages, which Debian does not package; no text message is sent here.
    eval { require WWW::Twilio::API } or $INC{'WWW/Twilio/API.pm'} = __FILE__;
}

use DateTime;
use DateTime::Format::W3CDTF;
use JSON::MaybeXS;
use MIME::Base64;
use FixMyStreet;
BEGIN { FixMyStreet->test_mode(1) }    # no e-mail goes out, and no process is forked
use FixMyStreet::DB;
use FixMyStreet::App::Model::PhotoSet;
use FixMyStreet::Geocode::Address;
use FixMyStreet::Queue::Item::Report;
use Open311;
use Open311::GetServiceRequests;
use Open311::GetServiceRequestUpdates;
use Open311::PopulateServiceList;
use Open311::PostServiceRequestUpdates;

# The options of Open311.pm that a city of FixMyStreet sets in the hooks of its branding.
my %options;

{
    package FixMyStreet::Cobrand::peygir;
    use parent -norequire, 'FixMyStreet::Cobrand::Default';
    sub moniker { 'peygir' }
    sub find_closest { FixMyStreet::Geocode::Address->new }    # the default asks a server on the Internet
    sub open311_config { my ($self, $row, $h, $params) = @_; %$params = (%$params, %options) }
    sub open311_config_updates { my ($self, $params) = @_; %$params = (%$params, %options) }
}

{
    # Resized photos are kept below FixMyStreet's own folder, where the tests write nothing and read nothing.
    no warnings 'redefine';
    sub FixMyStreet::App::Model::PhotoSet::cache { }
    sub FixMyStreet::App::Model::PhotoSet::get_cached { }
}

my $body;

sub rows { FixMyStreet::DB->resultset(@_) }
sub moment { $_[0] ? DateTime::Format::W3CDTF->parse_datetime($_[0]) : undef }
sub written { $_[0] ? DateTime::Format::W3CDTF->format_datetime($_[0]->clone->set_time_zone('UTC')) : undef }

sub client {
    return Open311->new(
        endpoint => $body->endpoint, api_key => $body->api_key, jurisdiction => $body->jurisdiction, %options);
}

sub person {
    my $in = shift;
    my $email = $in->{email} || 'reporter@example.org';
    return rows('User')->find_or_create({ email => $email, email_verified => 1, name => $in->{name} || 'Reporter',
        phone => $in->{phone} });
}

# The value of the column `photo`, the pictures stored as FixMyStreet stores an upload; nothing without pictures.
sub photo {
    my $in = shift;
    my @blobs = map { decode_base64($_) } @{ $in->{photos} || [] };
    return @blobs ? (photo => FixMyStreet::App::Model::PhotoSet->new({ data_items => \@blobs })->data) : ();
}

sub about_problem {
    my $row = shift;
    return {
        id => $row->id, external_id => $row->external_id, title => $row->title, detail => $row->detail,
        category => $row->category, state => $row->state, latitude => $row->latitude, longitude => $row->longitude,
        confirmed => written($row->confirmed), updated => written($row->lastupdate),
        photos => $row->photo ? $row->get_photoset->num_images : 0,
        send_state => $row->send_state, error => $row->send_fail_reason,
    };
}

sub about_comment {
    my $row = shift;
    return {
        id => $row->id, external_id => $row->external_id, problem => $row->problem->external_id, text => $row->text,
        state => $row->problem_state, at => written($row->confirmed), send_state => $row->send_state,
        error => $row->send_fail_reason,
    };
}

my %commands = (
    # A body of FixMyStreet whose reports go to this endpoint; those of the tests before are no longer asked.
    join => sub {
        my $in = shift;
        rows('Body')->update({ send_method => undef, deleted => 1, cobrand => undef });
        my $staff = person({ email => 'city@example.org', name => 'City' });
        $body = rows('Body')->create({
            name => $in->{name}, endpoint => $in->{endpoint}, api_key => $in->{api_key},
            jurisdiction => $in->{jurisdiction}, send_method => 'Open311', cobrand => 'peygir', send_comments => 1,
            send_extended_statuses => 1, fetch_problems => 1, comment_user_id => $staff->id,
        });
        $body->body_areas->create({ area_id => 1 });
        return $body->id;
    },
    options => sub { my $in = shift; %options = %{ $in->{options} }; return 1 },
    key => sub { my $in = shift; $body->update({ api_key => $in->{api_key} }); return 1 },
    # bin/open311-populate-service-list: the services become categories.
    populate => sub {
        Open311::PopulateServiceList->new(bodies => scalar rows('Body')->search({ id => $body->id }), verbose => 1)
            ->process_bodies;
        return [ map { {
            code => $_->email, category => $_->category, state => $_->state, group => $_->groups,
            questions => $_->get_extra_fields,
        } } rows('Contact')->search({ body_id => $body->id }, { order_by => 'email' })->all ];
    },
    services => sub { return client()->get_service_list->{service} },
    definition => sub { my $in = shift; return client()->get_service_meta_info($in->{code}) },
    # A confirmed report, handled as the sending daemon does.
    report => sub {
        my $in = shift;
        my $row = rows('Problem')->create({
            user => person($in), name => $in->{name} || 'Reporter', anonymous => 0, bodies_str => $body->id,
            category => $in->{category}, title => $in->{title}, detail => $in->{detail}, cobrand => 'peygir',
            latitude => $in->{latitude}, longitude => $in->{longitude}, used_map => $in->{used_map} // 1,
            postcode => $in->{postcode} || '', areas => ',1,', state => 'confirmed',
            confirmed => \'current_timestamp', photo($in),
        });
        $row->discard_changes;
        $row->set_extra_fields(map { { name => $_, value => $in->{extra}{$_} } } sort keys %{ $in->{extra} || {} });
        $row->update;
        FixMyStreet::Queue::Item::Report->new(report => $row)->process;
        $row->discard_changes;
        return about_problem($row);
    },
    requests => sub { my $in = shift; my $o = client(); return { rows => $o->get_service_requests($in->{asked}) || [],
        success => $o->success, error => $o->error } },
    # A problem, or a comment, that was not sent (or whose answer was lost) goes out again.
    send_again => sub {
        my $in = shift;
        if ($in->{problem}) {
            my $row = rows('Problem')->find($in->{problem});
            FixMyStreet::Queue::Item::Report->new(report => $row)->process;
            $row->discard_changes;
            return about_problem($row);
        }
        my $row = rows('Comment')->find($in->{comment});
        $row->update({ send_state => 'unprocessed', send_fail_count => 0, external_id => undef });
        Open311::PostServiceRequestUpdates->new->send;
        $row->discard_changes;
        return about_comment($row);
    },
    # The problem was sent an hour before it was: FixMyStreet moves steps of the same second behind its own sending.
    send_earlier => sub {
        my $in = shift;
        my %earlier = map { $_ => \"$_ - interval '1 hour'" } qw(created confirmed whensent lastupdate);
        rows('Problem')->find($in->{problem})->update(\%earlier);
        return 1;
    },
    # What FixMyStreet makes of each status, and all states that a report of it may be shown in.
    states => sub {
        my $in = shift;
        my $o = Open311->new(extended_statuses => 1);
        my @shown = sort keys %{ FixMyStreet::DB::Result::Problem->visible_states };
        return { read => { map { $_ => $o->map_state($_) } @{ $in->{statuses} } }, shown => \@shown };
    },
    token => sub { my $in = shift; return client()->get_service_request_id_from_token($in->{token}) },
    updates => sub { my $in = shift; return client()->get_service_request_updates($in->{since}, $in->{until}) || [] },
    # bin/fetch --reports: requests of others become problems.
    fetch_reports => sub {
        my $in = shift;
        Open311::GetServiceRequests->new(start_date => moment($in->{since}), end_date => moment($in->{until}),
            report_ids => $in->{ids} || [], verbose => 2)->fetch;
        return [ map { about_problem($_) }
            rows('Problem')->search({ bodies_str => $body->id }, { order_by => 'id' })->all ];
    },
    # bin/fetch --updates.
    fetch_updates => sub {
        my $in = shift;
        my %dates = map { $_ => moment($in->{$_}) } grep { $in->{$_} } qw(start_date end_date);
        $body->update({ blank_updates_permitted => 1 });
        Open311::GetServiceRequestUpdates->new(verbose => 1, %dates)->fetch;
        my @problems = rows('Problem')->search({ bodies_str => $body->id }, { order_by => 'id' })->all;
        return {
            problems => [ map { about_problem($_) } @problems ],
            comments => [ map { about_comment($_) } map {
                $_->comments->search({ user_id => $body->comment_user_id }, { order_by => 'id' })->all } @problems ],
        };
    },
    # A confirmed update of a report, handled as bin/send-comments does.
    comment => sub {
        my $in = shift;
        my $problem = rows('Problem')->find($in->{problem});
        my $row = rows('Comment')->create({
            problem => $problem, user => person($in), name => $in->{name} || 'Reporter', anonymous => 0,
            text => $in->{text}, state => 'confirmed', problem_state => $in->{state}, mark_fixed => 0,
            confirmed => \'current_timestamp', cobrand => 'peygir', photo($in),
        });
        Open311::PostServiceRequestUpdates->new->send;
        $row->discard_changes;
        return about_comment($row);
    },
);

open my $answers, '>&', \*STDOUT or die $!;
open STDOUT, '>&', \*STDERR or die $!;    # FixMyStreet's scripts print to the first
$answers->autoflush(1);
my $json = JSON::MaybeXS->new(utf8 => 1, canonical => 1, allow_blessed => 1, convert_blessed => 1);
print {$answers} $json->encode({ result => 'ready' }), "\n";
while (my $line = <STDIN>) {
    my $in = $json->decode($line);
    my $result = eval { $commands{ $in->{do} }->($in) };
    print {$answers} $json->encode($@ ? { died => "$@" } : { result => $result }), "\n";
}
