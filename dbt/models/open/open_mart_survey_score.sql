{#- What everyone sees of mart_survey_score; as open_mart_indicator_value. An estimate is shown
    where both those who gave one of the best two answers and those who did not are enough. -#}
{%- set answers = ['answered', 'not_valid', 'valid'] -%}
{%- set estimates = [
    'mean_index', 'index_error', 'index_low', 'index_high',
    'top_two_percent', 'top_two_error', 'top_two_low', 'top_two_high',
] -%}

with

decisions as (

    select * from {{ ref('int_release_decision') }}

),

released as (

    select * from {{ source('raw', 'released_mart_survey_score') }}

),

judged as (

    select
        scores.*,
        true as is_personal,
        answered.is_whole_shown as are_answers_shown,
        valid.is_whole_shown as are_valid_shown,
        not_valid.is_whole_shown as are_others_shown,
        not_valid.is_met_shown as are_undecided_shown,
        coalesce(valid.standing = 'kept', false) as is_kept,
        valid.measure is not null as is_out,
        valid.is_whole_shown and coalesce(valid.is_met_shown, true) as is_shown
    from {{ ref('mart_survey_score') }} as scores
    {% for name in answers %}
        left join decisions as {{ name }}
            on
                {{ name }}.measure = 'survey/' || scores.item_code || '/{{ name }}'
                and scores.area_code = {{ name }}.subject_code
                and scores.wave_id = {{ name }}.period
    {% endfor %}

),

final as (

    select
        figures.wave_id,
        figures.area_code,
        figures.item_code,
        figures.indicator_id,
        figures.fielded_from,
        figures.fielded_to,
        figures.series,
        figures.wording_version,
        figures.scale_points,
        {% for column, shown in [
            ('answer_count', 'figures.are_answers_shown'), ('valid_count', 'figures.are_valid_shown'),
            ('not_valid_count', 'figures.are_others_shown'), ('dont_know_count', 'figures.are_undecided_shown'),
            ('effective_count', 'figures.are_valid_shown'), ('design_effect', 'figures.are_valid_shown'),
            ('degrees_of_freedom', 'figures.are_valid_shown'),
        ] %}
            {{ open_value(column, shown, 'figures.' ~ column) }},
        {% endfor %}
        {% for column in estimates %}
            {{ open_value(column, 'figures.is_shown', 'figures.' ~ column) }},
        {% endfor %}
        figures.margins,
        figures.method,
        case
            when not figures.is_out then 'suppressed'
            when figures.is_kept then released.status
            when not figures.is_shown then 'suppressed'
            else figures.status
        end as status,
        case
            when not figures.is_out then 'suppress'
            when figures.is_kept then released.publish_decision
            when not figures.is_shown then 'suppress'
            else figures.publish_decision
        end as publish_decision,
        case
            when not figures.is_out then 'not_released'
            when figures.is_kept then released.publish_reason
            when not figures.is_shown then 'small_count'
            else figures.publish_reason
        end as publish_reason,
        figures.is_series_break,
        figures.quality_flags,
        figures.is_flagged
    from judged as figures
    left join released
        on
            figures.wave_id = released.wave_id
            and figures.area_code = released.area_code
            and figures.item_code = released.item_code

)

select * from final
