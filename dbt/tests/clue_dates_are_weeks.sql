-- A returned row is a published clue with a day instead of a week, or with an area below a town.
{%- set weeks = [
    'received', 'transferred', 'unit_received', 'first_contact', 'verification_started', 'due',
    'concluded', 'reviewed', 'closed', 'case_filed', 'fed_back',
] %}

with

towns as (

    select distinct area_code from {{ ref('dim_area') }}
    where level = 'town'

)

select clues.clue_id
from {{ ref('fct_clue') }} as clues
left join towns on clues.town_code = towns.area_code
where
    (clues.town_code is not null and towns.area_code is null)
    {% for week in weeks %}
        or clues.{{ week }}_week != {{ week_of('clues.' ~ week ~ '_week') }}
    {% endfor %}
